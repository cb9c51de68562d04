package io.ternmq.journal.tests.damage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One thing that is done to a directory behind the journal's back.
 *
 * @param file relative to the directory
 * @param offset in the file
 * @param bit of the byte there, if one is flipped
 */
record Damage(Kind kind, Path file, long offset, int bit) {

    /** What is done. */
    enum Kind {
        /** A bit of a header or a length. */
        HEADER_BIT,
        /** A bit of anything else. */
        OTHER_BIT,
        TRUNCATED,
        ZEROED_PAGE,
        DELETED,
        FOREIGN
    }

    private static final int PAGE = 4096;

    /** The first byte that is not what it was. */
    long from() {
        return kind == Kind.DELETED ? 0 : offset;
    }

    void applyTo(Path directory) throws IOException {
        Path victim = directory.resolve(file.toString());
        if (kind == Kind.DELETED) {
            Files.delete(victim);
            return;
        }
        if (kind == Kind.FOREIGN) {
            Files.writeString(victim, "not of the journal");
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(victim.toFile(), "rw")) {
            if (kind == Kind.TRUNCATED) {
                bytes.setLength(offset);
            } else if (kind == Kind.ZEROED_PAGE) {
                bytes.seek(offset);
                bytes.write(new byte[(int) Math.min(PAGE, bytes.length() - offset)]);
            } else {
                bytes.seek(offset);
                int old = bytes.read();
                bytes.seek(offset);
                bytes.write(old ^ 1 << bit);
            }
        }
    }

    @Override
    public String toString() {
        return kind + " " + file + " at " + offset + "." + bit;
    }
}
