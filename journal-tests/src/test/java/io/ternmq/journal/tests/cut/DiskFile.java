package io.ternmq.journal.tests.cut;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of a disk: what a force made durable, and every version that each of its pages had since.
 * Not threadsafe.
 */
final class DiskFile {

    static final int PAGE = 4096;
    private static final int SECTOR = 512;

    private byte[] durable;
    private byte[] current;
    private final TreeMap<Integer, List<byte[]>> versions = new TreeMap<>();
    private final List<Integer> lengths = new ArrayList<>();

    /** A file that a power cut leaves as it is. */
    DiskFile(byte[] content) {
        durable = content;
        current = content;
    }

    byte[] current() {
        return current;
    }

    /** It looks like this now. The array is kept. */
    void observe(byte[] now) {
        int pages = (Math.max(now.length, current.length) + PAGE - 1) / PAGE;
        for (int page = 0; page < pages; page++) {
            if (differ(now, current, page)) {
                versions.computeIfAbsent(page, number -> new ArrayList<>()).add(page(now, page));
            }
        }
        if (now.length != current.length) {
            lengths.add(now.length);
        }
        current = now;
    }

    /** What was observed last is durable. */
    void force() {
        durable = current;
        versions.clear();
        lengths.clear();
    }

    private static boolean differ(byte[] a, byte[] b, int page) {
        int from = page * PAGE;
        int to = from + PAGE;
        if (to <= a.length && to <= b.length) {
            return Arrays.mismatch(a, from, to, b, from, to) >= 0;
        }
        return !Arrays.equals(page(a, page), page(b, page));
    }

    private static byte[] page(byte[] content, int page) {
        byte[] bytes = new byte[PAGE];
        int from = Math.min(content.length, page * PAGE);
        System.arraycopy(content, from, bytes, 0, Math.min(PAGE, content.length - from));
        return bytes;
    }

    /** What a power cut may leave. */
    byte[] image(Choice choice) {
        List<Integer> sizes = new ArrayList<>(List.of(durable.length));
        sizes.addAll(lengths);
        byte[] image = Arrays.copyOf(durable, sizes.get(choice.of(sizes.size())));
        for (Map.Entry<Integer, List<byte[]>> changed : versions.entrySet()) {
            int from = changed.getKey() * PAGE;
            List<byte[]> all = new ArrayList<>(List.of(page(durable, changed.getKey())));
            all.addAll(changed.getValue());
            int unit = choice.sectors() ? SECTOR : PAGE;
            for (int at = 0; at < PAGE; at += unit) {
                byte[] version = all.get(choice.of(all.size()));
                int length = Math.min(unit, image.length - from - at);
                if (length > 0) {
                    System.arraycopy(version, at, image, from + at, length);
                }
            }
        }
        return image;
    }
}
