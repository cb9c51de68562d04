package io.ternmq.journal;

/**
 * Settings of a journal.
 *
 * @param blockSizeBytes the size of a mapped block: a power of two from 64 KiB to 64 MiB; a batch
 *     may take a quarter of it
 * @param fileSizeBytes a batch that would make the file larger than this goes to a new one; at
 *     least one block, at most 256 MiB
 */
public record JournalOptions(int blockSizeBytes, long fileSizeBytes) {

    /** 16 MiB. */
    public static final int DEFAULT_BLOCK_SIZE_BYTES = 16 << 20;

    /** 64 MiB. */
    public static final long DEFAULT_FILE_SIZE_BYTES = 64L << 20;

    public JournalOptions {
        if (Integer.bitCount(blockSizeBytes) != 1
                || blockSizeBytes < 64 << 10
                || blockSizeBytes > 64 << 20) {
            throw new IllegalArgumentException(
                    "blockSizeBytes is "
                            + blockSizeBytes
                            + "; give a power of two from 65536 to 67108864");
        }
        if (fileSizeBytes < blockSizeBytes || fileSizeBytes > 256L << 20) {
            throw new IllegalArgumentException(
                    "fileSizeBytes is "
                            + fileSizeBytes
                            + "; give a number from blockSizeBytes ("
                            + blockSizeBytes
                            + ") to 268435456");
        }
    }

    /** The defaults. */
    public static JournalOptions defaults() {
        return new JournalOptions(DEFAULT_BLOCK_SIZE_BYTES, DEFAULT_FILE_SIZE_BYTES);
    }

    /** The largest batch, headers included: a quarter of a block, less a page. */
    public int maxBatchBytes() {
        return blockSizeBytes / 4 - 4096;
    }
}
