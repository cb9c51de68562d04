package io.ternmq.arquillian;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.arquillian.probe.ProbeServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.ContainerController;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stock WildFly with tern.rar and its script: sending and consuming in the container's
 * transactions, and a server that dies between prepare and commit. One server for all tests, in
 * their order.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WildFlyIT {

    private static final String SERVER = "wildfly";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path HOME = Path.of(System.getProperty("wildfly.home"));
    private static final Path LOG = HOME.resolve("standalone/log/server.log");

    @ArquillianResource private ContainerController controller;
    @ArquillianResource private Deployer deployer;

    private final Probe probe = new Probe();

    @Deployment(name = "probe", managed = false, testable = false)
    @TargetsContainer(SERVER)
    static WebArchive probe() {
        return ShrinkWrap.create(WebArchive.class, "probe.war")
                .addPackage(ProbeServlet.class.getPackage());
    }

    @Test
    @Order(1)
    void shouldStartTheBrokerWithTheServerAndSaySo() throws IOException {
        controller.start(SERVER);
        String line = awaitStartLine(0);
        assertTrue(
                line.contains("data directory " + HOME.resolve("standalone/data/tern") + ","),
                "the data directory is named: " + line);
        deployer.deploy("probe");
    }

    @Test
    @Order(2)
    void shouldSendWithTheDatabaseCommit() throws Exception {
        probe.ask("send", "probe.out", "committed");
        assertEquals(List.of("committed"), probe.ask("drain", "probe.out", ""));
        assertEquals(List.of("committed"), probe.ask("rows", "", "sent"));
    }

    @Test
    @Order(3)
    void shouldSendNothingWhenTheDatabaseRollsBack() throws Exception {
        probe.ask("roll-back", "probe.out", "rolled back");
        assertEquals(List.of(), probe.ask("drain", "probe.out", ""));
        assertEquals(List.of("committed"), probe.ask("rows", "", "sent"));
    }

    @Test
    @Order(4)
    void shouldSendThroughAnInjectedContext() throws Exception {
        probe.ask("send-injected", "probe.out", "injected");
        assertEquals(List.of("injected"), probe.ask("drain", "probe.out", ""));
    }

    @Test
    @Order(4)
    void shouldFindAdministeredObjectsInJndi() throws Exception {
        assertEquals(
                List.of("probe.administered", "probe.news"),
                probe.ask("send-administered", "", "by name"));
        assertEquals(List.of("by name"), probe.ask("drain", "probe.administered", ""));
    }

    @Test
    @Order(5)
    void shouldDeliverAgainAfterAMessageDrivenBeanRolledBack() throws Exception {
        int before = calls();
        probe.ask("send", "probe.in", "fail-once");
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertEquals(
                                        List.of("fail-once count=2 again=true"),
                                        probe.ask("rows", "", "received")));
        assertEquals(before + 2, calls());
    }

    @Test
    @Order(6)
    void shouldSettleWhatWasPreparedWhenTheServerDied() throws Exception {
        assertThrows(IOException.class, () -> probe.ask("die", "probe.out", "survives"));
        int before = startLines().size();
        // Arquillian asks a server to stop that is already dead, and must not meet it dying
        await().atMost(SOON)
                .until(() -> ProcessHandle.current().descendants().noneMatch(WildFlyIT::isServer));
        controller.kill(SERVER);
        controller.start(SERVER);
        String line = awaitStartLine(before);
        assertTrue(
                line.contains(" 1 branches in doubt"),
                "the branch was prepared when the server died: " + line);
        // deployed still: the server keeps it in its content repository
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                assertEquals(
                                        List.of("survives"), probe.ask("drain", "probe.out", "")));
        assertTrue(
                probe.ask("rows", "", "sent").contains("survives"),
                "the row and the message have one fate");
        await().atMost(SOON)
                .untilAsserted(() -> assertEquals(List.of(), transactionLogs(), "left in doubt"));
        controller.stop(SERVER);
    }

    private static boolean isServer(ProcessHandle process) {
        return process.isAlive()
                && process.info().commandLine().orElse("").contains(HOME.toString());
    }

    private int calls() throws Exception {
        return Integer.parseInt(probe.ask("calls", "", "").get(0));
    }

    private static List<Path> transactionLogs() throws IOException {
        try (var files = Files.walk(HOME.resolve("standalone/data/tx-object-store"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("AtomicAction"))
                    .toList();
        }
    }

    /** The broker replays beside the start of the server, so its line may come later. */
    private static String awaitStartLine(int before) {
        await().atMost(SOON).until(() -> startLines().size() > before);
        return startLines().get(before);
    }

    private static List<String> startLines() {
        try (var lines = Files.lines(LOG)) {
            return lines.filter(line -> line.contains("TERN0001 ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
