package io.ternmq.examples.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The account of a run: figures, and what is wrong with them. Pure; made from evidence alone.
 *
 * @param accepted orders that were answered 201, or whose answer was cut off and whose row is there
 * @param cutAccepted those among them whose answer was cut off
 * @param rows rows in {@code orders}
 * @param delivered deliveries from the queue of orders
 * @param reserved rows in {@code reservation}
 * @param confirmed rows in {@code confirmation}
 * @param rolledBack orders of which nothing is anywhere
 * @param cutRolledBack those among them whose answer was cut off
 * @param inDoubt prepared branches in the database and the journal, and unfinished transactions
 * @param duplicates effects beyond an order's first of each kind
 * @param lost orders that should be whole and miss their row, or an effect
 * @param ghosts orders that should be nothing and have a row, or an effect
 * @param left messages left in queues, the dead letters too
 * @param faults sentences; empty when the account is good
 */
record Account(
        int accepted,
        int cutAccepted,
        int rows,
        int delivered,
        int reserved,
        int confirmed,
        int rolledBack,
        int cutRolledBack,
        int inDoubt,
        int duplicates,
        int lost,
        int ghosts,
        long left,
        List<String> faults) {

    private static final int NAMED_IN_A_FAULT = 5;

    static Account of(Evidence evidence) {
        Tables tables = evidence.tables();
        Set<String> rows = new HashSet<>(tables.orders());
        Map<String, Integer> delivered =
                counts(tables.deliveries(), d -> d.queue().equals("orders") ? d.orderId() : "");
        Map<String, Integer> answered =
                counts(
                        tables.deliveries(),
                        d -> d.queue().equals("order-confirmed") ? d.orderId() : "");
        Map<String, Integer> reserved = counts(tables.reservations(), Reservation::orderId);
        Map<String, Integer> confirmed = counts(tables.confirmations(), id -> id);
        List<Map<String, Integer>> effects = List.of(delivered, reserved, answered, confirmed);

        Set<String> clear =
                evidence.answers().stream()
                        .filter(answer -> answer.kind() == Answer.Kind.ACCEPTED)
                        .map(answer -> answer.order().id())
                        .collect(Collectors.toSet());
        Set<String> unclear =
                evidence.answers().stream()
                        .filter(answer -> answer.kind() == Answer.Kind.UNCLEAR)
                        .filter(answer -> !answer.order().bad())
                        .map(answer -> answer.order().id())
                        .collect(Collectors.toSet());
        Set<String> whole =
                Stream.concat(clear.stream(), unclear.stream().filter(rows::contains))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> present = new HashSet<>(rows);
        effects.forEach(effect -> present.addAll(effect.keySet()));

        List<String> lost =
                whole.stream()
                        .filter(
                                id ->
                                        !rows.contains(id)
                                                || effects.stream()
                                                        .anyMatch(
                                                                effect -> !effect.containsKey(id)))
                        .toList();
        List<String> ghosts = present.stream().filter(id -> !whole.contains(id)).toList();
        List<String> duplicates =
                effects.stream()
                        .flatMap(effect -> effect.entrySet().stream())
                        .flatMap(e -> Stream.generate(e::getKey).limit(e.getValue() - 1))
                        .toList();
        List<String> inDoubt = new ArrayList<>();
        tables.inDoubt().forEach(name -> inDoubt.add("database " + name));
        evidence.journal().prepared().forEach(xid -> inDoubt.add("journal " + xid));
        evidence.transactionLog().forEach(uid -> inDoubt.add("transaction log " + uid));
        Map<String, Long> left = new TreeMap<>(evidence.journal().depths());
        left.values().removeIf(depth -> depth == 0);

        Faults faults = new Faults();
        faults.when(lost, "lost");
        faults.when(ghosts, "rolled back and yet there");
        faults.when(duplicates, "doubled");
        faults.when(inDoubt, "in doubt");
        faults.when(left.entrySet(), "left in queues");
        faults.when(unexpected(evidence.answers()), "answered in a way they never should be");
        faults.when(unanswered(evidence), "never answered");
        faults.when(wrongStock(tables), "items whose stock is not the sum of their reservations");
        return new Account(
                whole.size(),
                (int) unclear.stream().filter(whole::contains).count(),
                tables.orders().size(),
                sum(delivered),
                tables.reservations().size(),
                tables.confirmations().size(),
                (int)
                        posted(evidence)
                                .filter(id -> !present.contains(id) && !whole.contains(id))
                                .count(),
                (int)
                        evidence.answers().stream()
                                .filter(answer -> answer.kind() == Answer.Kind.UNCLEAR)
                                .filter(answer -> !present.contains(answer.order().id()))
                                .count(),
                inDoubt.size(),
                duplicates.size(),
                lost.size(),
                ghosts.size(),
                left.values().stream().mapToLong(Long::longValue).sum(),
                faults.sentences);
    }

    /** Whether nothing is lost, doubled, in doubt or unexplained, and the figures agree. */
    boolean isGood() {
        return faults.isEmpty()
                && accepted == rows
                && rows == delivered
                && delivered == reserved
                && reserved == confirmed;
    }

    private static final class Faults {
        private final List<String> sentences = new ArrayList<>();

        void when(Collection<?> found, String what) {
            if (!found.isEmpty()) {
                sentences.add(
                        "%,d %s: %s%s"
                                .formatted(
                                        found.size(),
                                        what,
                                        found.stream()
                                                .limit(NAMED_IN_A_FAULT)
                                                .map(Object::toString)
                                                .collect(Collectors.joining(", ")),
                                        found.size() > NAMED_IN_A_FAULT ? ", …" : ""));
            }
        }
    }

    private static Stream<String> posted(Evidence evidence) {
        return evidence.posted().stream().map(OrderLine::id);
    }

    private static List<String> unexpected(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.kind() == Answer.Kind.UNEXPECTED)
                .map(answer -> answer.order().id() + " (" + answer.detail() + ")")
                .toList();
    }

    private static List<String> unanswered(Evidence evidence) {
        Set<String> answered =
                evidence.answers().stream()
                        .map(answer -> answer.order().id())
                        .collect(Collectors.toSet());
        return posted(evidence).filter(id -> !answered.contains(id)).toList();
    }

    private static List<String> wrongStock(Tables tables) {
        Map<String, Long> sums =
                tables.reservations().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Reservation::item,
                                        Collectors.summingLong(Reservation::quantity)));
        Set<String> items = new LinkedHashSet<>(tables.unitsReserved().keySet());
        items.addAll(sums.keySet());
        return items.stream()
                .filter(
                        item ->
                                !sums.getOrDefault(item, 0L)
                                        .equals(tables.unitsReserved().getOrDefault(item, 0L)))
                .toList();
    }

    private static <T> Map<String, Integer> counts(List<T> rows, Function<T, String> orderId) {
        Map<String, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(orderId.apply(row), 1, Integer::sum));
        counts.remove("");
        return counts;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
