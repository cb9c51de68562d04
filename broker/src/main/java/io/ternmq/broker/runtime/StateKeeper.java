package io.ternmq.broker.runtime;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.RecordFormatException;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.journal.Housekeeping;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.Segment;
import io.ternmq.journal.StoredRecord;
import io.ternmq.wire.message.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The broker as the owner of its journal: says which records hold content that a message needs,
 * restates those messages, and what else a replay needs when the journal is trimmed.
 *
 * <p>Lives on the thread of {@link Housekeeping}. What it needs of the state it asks of the loop,
 * in short pieces; it reads the disk itself, so that the loop need not. When the broker is over its
 * methods throw, and nothing is lost: what was not trimmed stays.
 */
final class StateKeeper implements Housekeeping.Owner {

    private static final int PIECE_BYTES = 256 << 10;

    /** Runs work on the loop. */
    interface Runner {
        /** Waits for it; fails if the loop has ended. */
        <T> T call(Engine.Task<T> task) throws JournalException;

        /** Waits until everything recorded so far is durable. */
        void durable() throws JournalException;
    }

    /** A record that holds content, or says which content a message has. */
    private record Body(long position, Record record) {}

    private static final int CHECKPOINT_STEP = 500;

    private final Journal journal;
    private final int step;
    private final Runner loop;
    private volatile boolean stopped;

    StateKeeper(Journal journal, Runner runner) {
        this(journal, runner, CHECKPOINT_STEP);
    }

    /**
     * @param step how many messages the loop takes for a checkpoint in one step
     */
    StateKeeper(Journal journal, Runner runner, int step) {
        this.journal = journal;
        this.step = step;
        this.loop =
                new Runner() {
                    @Override
                    public <T> T call(Engine.Task<T> task) throws JournalException {
                        if (stopped) {
                            throw new JournalException("the broker is being closed");
                        }
                        return runner.call(task);
                    }

                    @Override
                    public void durable() throws JournalException {
                        runner.durable();
                    }
                };
    }

    /** What is under way is given up as soon as it needs the loop again. */
    void stop() {
        stopped = true;
    }

    @Override
    public void checkpoint() throws JournalException {
        new CheckpointRun(loop, step).run();
    }

    @Override
    public long keep(List<StoredRecord> records) throws JournalException {
        List<Body> bodies = new ArrayList<>();
        for (StoredRecord record : records) {
            try {
                Body body = body(record);
                if (body != null) {
                    bodies.add(body);
                }
            } catch (RecordFormatException e) {
                throw new JournalException(
                        "the record at position "
                                + record.position()
                                + " of the journal in "
                                + journal.directory()
                                + " cannot be copied: "
                                + e.getMessage(),
                        e);
            }
        }
        return bodies.isEmpty() ? 0 : loop.call(engine -> keep(engine, bodies));
    }

    private static @org.jspecify.annotations.Nullable Body body(StoredRecord stored) {
        Record record =
                RecordCodec.decode(
                        stored.type(),
                        stored.payload(),
                        rest -> {
                            byte[] bytes = new byte[rest.remaining()];
                            rest.get(bytes);
                            return Content.of(bytes);
                        });
        return PartsOfContent.inRecord(record) == null ? null : new Body(stored.position(), record);
    }

    /** On the loop: a record is live if what it was written for stands in just that record. */
    private static long keep(Engine engine, List<Body> bodies) throws JournalException {
        long bytes = 0;
        for (Body body : bodies) {
            Record restated = null;
            Content here = null;
            if (body.record instanceof Record.ContentPart part) {
                restated = part;
                here = engine.state().part(part.contentNo(), part.index());
            } else if (body.record instanceof Record.MessageStored r) {
                Record.MessageKept kept = engine.state().keptMessage(r.queueId(), r.messageNo());
                restated = kept == null ? null : kept.withContent(r.content());
                here = kept == null ? null : PartsOfContent.inRecord(kept);
            } else if (body.record instanceof Record.MessageKept r) {
                Record.MessageKept kept = engine.state().keptMessage(r.queueId(), r.messageNo());
                restated = kept == null ? null : kept.withContent(r.content());
                here = kept == null ? null : PartsOfContent.inRecord(kept);
            }
            if (restated != null
                    && here instanceof JournaledContent content
                    && content.position() == body.position) {
                bytes += engine.restate(restated, content);
            }
        }
        engine.flush();
        return bytes;
    }

    @Override
    public ByteBuffer beforeTrim(Segment firstKept) throws JournalException {
        long skipUpTo = keepUnordered(firstKept.number());
        ByteBuffer note =
                loop.call(
                        engine -> {
                            BrokerState state = engine.state();
                            Record.TrimmedUpTo trimmed =
                                    BrokerState.trimmedTo(firstKept.marks(), skipUpTo);
                            for (Record.BranchKept branch : state.keptBranches(trimmed.tx())) {
                                engine.restate(branch, null);
                            }
                            return Pieces.encode(state.startNote(trimmed));
                        });
        loop.durable();
        return note;
    }

    /**
     * Records that do not say at which place they put their messages find the right one only in a
     * replay of all of them. So with the first of them the last one goes too: all messages that
     * they hold are copied, and the replay skips them.
     *
     * @return the position of the last of them; 0 if none is left
     */
    private long keepUnordered(long firstKept) throws JournalException {
        long upTo = loop.call(engine -> engine.state().unorderedUpTo());
        boolean any = false;
        for (Segment segment : upTo == 0 ? List.<Segment>of() : journal.segments()) {
            if (segment.number() < firstKept) {
                continue;
            }
            long after = Journal.NONE;
            boolean within = true;
            while (within) {
                List<StoredRecord> piece = new ArrayList<>();
                boolean[] behind = new boolean[1];
                after =
                        journal.scan(
                                segment.number(),
                                after,
                                PIECE_BYTES,
                                (position, type, payload) -> {
                                    if (position > upTo) {
                                        behind[0] = true;
                                    } else {
                                        piece.add(copy(position, type, payload));
                                    }
                                });
                any |= !piece.isEmpty();
                keep(piece);
                if (behind[0]) {
                    return any ? upTo : 0;
                }
                within = after != Journal.NONE && segment.liveBytes() > 0;
            }
        }
        return any ? upTo : 0;
    }

    private static StoredRecord copy(long position, int type, ByteBuffer payload) {
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip();
        return new StoredRecord(position, type, copy.asReadOnlyBuffer());
    }
}
