package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another user of the disk: takes all that is free, or all but a little, and gives it back. */
public final class SpaceEater {

    private static final int PAGE = 4 << 10;

    private final Path file;

    public SpaceEater(Path file) {
        this.file = file;
    }

    /**
     * @param leftBytes what is left free at first
     */
    public void eat(long leftBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND)) {
            ByteBuffer page = ByteBuffer.allocate(PAGE);
            boolean room = true;
            while (room) {
                page.clear();
                try {
                    channel.write(page);
                } catch (IOException e) {
                    // The disk is full, which is the purpose.
                    room = false;
                }
            }
            channel.truncate(Math.max(0, channel.size() - leftBytes));
        }
    }

    public void giveBack() throws IOException {
        Files.deleteIfExists(file);
    }
}
