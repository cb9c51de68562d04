package io.ternmq.journal.tests.cut;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A force that is left out, or none: each must show. */
enum Control {
    NONE,
    /** The forces of the file that is being written. */
    FILE,
    /** The forces of the file before, when the next begins. */
    ROLLED_FILE,
    DIRECTORY,
    CHECKPOINT,
    /** The file that says where the journal begins after a trim. */
    START,
    /** Nothing is left out but the checksums: see {@link BlindClasses}. */
    CHECKSUM;

    /** The script in which it can show. */
    Script script() {
        return switch (this) {
            case CHECKPOINT -> Script.CHECKPOINTS;
            case START -> Script.RECLAIM;
            case ROLLED_FILE -> Script.SELDOM_FORCED;
            default -> Script.TORN;
        };
    }

    /**
     * @param rolled the file that the append in progress leaves, if it leaves one
     */
    boolean leavesOut(Path path, @Nullable Path rolled) {
        String name = path.getFileName().toString();
        return switch (this) {
            case NONE, CHECKSUM -> false;
            case FILE -> isRecords(path) && rolled == null;
            case ROLLED_FILE -> path.equals(rolled);
            case DIRECTORY -> Files.isDirectory(path);
            case CHECKPOINT -> name.startsWith("checkpoint");
            case START -> name.startsWith("journal.start");
        };
    }

    static boolean isRecords(Path path) {
        return path.toString().endsWith(".cq4");
    }
}
