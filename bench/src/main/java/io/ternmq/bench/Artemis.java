package io.ternmq.bench;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.io.AbstractSequentialFileFactory;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;

/**
 * Artemis's journal, as quick as its settings make it: a buffer of 490 KiB, flushed after 0.1 ms,
 * data sync on, files of 10 MiB filled ahead and used again, no compaction. Between two slices what
 * was appended is deleted, so that its files become free.
 */
final class Artemis implements Contender {

    static final String NAME = "artemis-nio";
    static final String NAME_AIO = "artemis-aio";

    private static final int FILE_BYTES = 10 << 20;
    private static final int FILES = 12;
    private static final int BUFFER_BYTES = 490 << 10;
    private static final int BUFFER_TIMEOUT_NS = 100_000;
    private static final int AIO_QUEUE = 500;

    private final String name;
    private final AtomicLong forces;
    private final JournalImpl journal;
    private final AtomicLong ids = new AtomicLong();
    private long deleted;

    private Artemis(
            String name, AbstractSequentialFileFactory factory, int queue, AtomicLong forces)
            throws Exception {
        this.name = name;
        this.forces = forces;
        factory.setDatasync(true);
        journal = new JournalImpl(FILE_BYTES, FILES, FILES, 0, 0, factory, "bench", "amq", queue);
        journal.start();
        journal.load(new ArrayList<>(), new ArrayList<>(), null, false);
    }

    static Artemis nio(Path directory) throws Exception {
        AtomicLong forces = new AtomicLong();
        return new Artemis(NAME, new CountingFactory(directory.toFile(), forces), 1, forces);
    }

    /** Whether its native library works here. */
    static boolean aioWorks(Path directory) {
        return AIOSequentialFileFactory.isSupported(directory.toFile());
    }

    /** Writes past the page cache, and forces nothing. */
    static Artemis aio(Path directory) throws Exception {
        return new Artemis(
                NAME_AIO,
                new AIOSequentialFileFactory(
                        directory.toFile(), BUFFER_BYTES, BUFFER_TIMEOUT_NS, AIO_QUEUE, false),
                AIO_QUEUE,
                new AtomicLong());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void append(byte[] payload) throws Exception {
        journal.appendAddRecord(ids.incrementAndGet(), (byte) 1, payload, true);
    }

    @Override
    public long forces() {
        return forces.get();
    }

    @Override
    public void tidy() throws Exception {
        while (deleted < ids.get()) {
            deleted++;
            journal.appendDeleteRecord(deleted, deleted == ids.get());
        }
        journal.checkReclaimStatus();
    }

    @Override
    public void close() throws Exception {
        journal.stop();
    }

    private static final class CountingFactory extends NIOSequentialFileFactory {
        private final AtomicLong forces;

        CountingFactory(File directory, AtomicLong forces) {
            super(directory, true, BUFFER_BYTES, BUFFER_TIMEOUT_NS, 1, false);
            this.forces = forces;
        }

        @Override
        public SequentialFile createSequentialFile(String fileName) {
            return new CountingFile(this, getDirectory(), fileName, forces);
        }
    }

    private static final class CountingFile extends NIOSequentialFile {
        private final SequentialFileFactory counting;
        private final File where;
        private final AtomicLong forces;

        CountingFile(SequentialFileFactory counting, File where, String name, AtomicLong forces) {
            super(counting, where, name, 1);
            this.counting = counting;
            this.where = where;
            this.forces = forces;
        }

        @Override
        protected void syncChannel(FileChannel channel) throws IOException {
            super.syncChannel(channel);
            forces.incrementAndGet();
        }

        @Override
        public SequentialFile cloneFile() {
            return new CountingFile(counting, where, getFileName(), forces);
        }
    }
}
