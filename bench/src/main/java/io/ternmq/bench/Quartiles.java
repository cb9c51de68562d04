package io.ternmq.bench;

import java.util.Arrays;
import java.util.Locale;

/** The middle of some figures, and where the middle half of them lies. */
record Quartiles(double low, double median, double high) {

    static Quartiles of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    String json(int digits) {
        String number = "%." + digits + "f";
        return String.format(
                Locale.ROOT,
                "{\"median\": " + number + ", \"from\": " + number + ", \"to\": " + number + "}",
                median,
                low,
                high);
    }

    String text(int digits) {
        String number = "%,." + digits + "f";
        return String.format(
                Locale.ROOT, number + " (" + number + "–" + number + ")", median, low, high);
    }
}
