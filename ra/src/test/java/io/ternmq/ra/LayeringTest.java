package io.ternmq.ra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the architecture, seen from the module that sees every other. */
class LayeringTest {

    private static JavaClasses classes;

    /** A module's package, and the packages of ours that it may use besides itself. */
    record Layer(String name, Set<String> uses) {}

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.ternmq");
    }

    static List<Layer> layers() {
        return List.of(
                new Layer("journal", Set.of()),
                new Layer("xa", Set.of()),
                new Layer("wire", Set.of("xa")),
                new Layer("broker", Set.of("journal", "xa", "wire")),
                new Layer("jms", Set.of("wire", "xa")),
                new Layer("ra", Set.of("jms", "broker", "xa")));
    }

    @Test
    void shouldSeeEveryModule() {
        for (Layer layer : layers()) {
            assertTrue(
                    classes.containPackage("io.ternmq." + layer.name()),
                    "no classes of " + layer.name());
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shouldUseOnlyWhatLiesBelow(Layer layer) {
        Set<String> forbidden = new TreeSet<>();
        for (Layer other : layers()) {
            if (!other.name().equals(layer.name()) && !layer.uses().contains(other.name())) {
                forbidden.add("io.ternmq." + other.name() + "..");
            }
        }
        if (!forbidden.isEmpty()) {
            ArchRule rule =
                    noClasses()
                            .that()
                            .resideInAPackage("io.ternmq." + layer.name() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden.toArray(String[]::new));
            rule.check(classes);
        }
    }

    @Test
    void shouldKeepTimeChanceThreadsAndFilesOutOfTheBrokersState() {
        noClasses()
                .that()
                .resideInAPackage("io.ternmq.broker.state..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.time..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.lang\\.Thread(Local)?|java\\.util\\.(Random|Timer|SplittableRandom)"
                                + "|java\\.util\\.concurrent\\.(ThreadLocalRandom|Executor.*|locks\\..*)"
                                + "|java\\.security\\.SecureRandom")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(classes);
    }

    @Test
    void shouldDescribeEveryPackage() {
        Set<String> undescribed =
                classes.stream()
                        .map(JavaClass::getPackage)
                        .filter(p -> p.getName().startsWith("io.ternmq"))
                        .filter(p -> p.tryGetPackageInfo().isEmpty())
                        .map(JavaPackage::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), undescribed, "packages without a package-info.java");
    }
}
