package io.ternmq.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Where the journal's forces go. Every force that a promise depends on passes through it, of files
 * and of directories, on the thread that opened, appended or forced; beside them that of the space
 * reserved for the next file, on a thread of its own.
 *
 * <p>This is a seam for tests: one wraps {@link #DEVICE} to count forces, to copy the files as they
 * are at each of them, to make one fail, or leaves one out as a negative control. Production uses
 * {@link #DEVICE} and nothing else.
 */
@FunctionalInterface
public interface ForcePolicy {

    /** Forces to the storage device: data, and the metadata needed to read it back. */
    ForcePolicy DEVICE = (channel, path) -> channel.force(false);

    /**
     * Forces one file or directory.
     *
     * @param channel open on it; an interrupt of the calling thread does not close it
     * @param path of the file or directory
     * @throws IOException if it may not be durable; terminal for the opening
     */
    void force(FileChannel channel, Path path) throws IOException;
}
