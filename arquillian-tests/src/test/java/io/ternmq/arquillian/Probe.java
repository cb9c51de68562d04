package io.ternmq.arquillian;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks the web application under test. */
final class Probe {

    private static final String URL = "http://localhost:11080/probe/probe?do=";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    List<String> ask(String what, String queue, String text)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        URL
                                                + what
                                                + "&queue="
                                                + encode(queue)
                                                + "&text="
                                                + encode(text)))
                        .timeout(Duration.ofSeconds(60))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(
                    what + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body().isEmpty() ? List.of() : List.of(response.body().split("\n", -1));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
