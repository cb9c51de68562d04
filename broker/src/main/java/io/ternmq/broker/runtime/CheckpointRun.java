package io.ternmq.broker.runtime;

import io.ternmq.broker.record.Fields;
import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Capture;
import io.ternmq.journal.CheckpointWriter;
import io.ternmq.journal.JournalException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one checkpoint: the loop says what the state is, a bounded step at a time, and goes on in
 * between; this thread writes it. If that fails the checkpoint is given up and the broker goes on
 * without.
 */
final class CheckpointRun {

    private record Begun(
            CheckpointWriter writer, List<Record> tables, List<Taken> parts, Capture capture) {}

    /** A message or a part, and where it stands. */
    private record Taken(Record record, long position, int recordBytes) {}

    private record Step(List<Taken> taken, boolean last) {}

    private final StateKeeper.Runner loop;
    private final Fields fields = new Fields();

    private final int step;

    /**
     * @param step how many messages the loop takes in one step
     */
    CheckpointRun(StateKeeper.Runner loop, int step) {
        this.loop = loop;
        this.step = step;
    }

    void run() throws JournalException {
        Begun begun = loop.call(CheckpointRun::begin);
        try (CheckpointWriter writer = begun.writer) {
            write(writer, begun);
            // a content may since have moved to a place that is not durable yet
            loop.durable();
            writer.commit();
        } catch (JournalException | RuntimeException e) {
            giveUp(begun.capture, e);
            throw e;
        }
    }

    private static Begun begin(Engine engine) throws JournalException {
        engine.flush(); // the state is that behind the last record appended
        CheckpointWriter writer = engine.journal().beginCheckpoint();
        BrokerState state = engine.state();
        return new Begun(writer, state.tables(), located(state.partsUnderWay()), state.capture());
    }

    private void write(CheckpointWriter writer, Begun begun) throws JournalException {
        for (Record record : begun.tables) {
            write(writer, record);
        }
        long messages = write(writer, begun.parts);
        Step taken;
        do {
            taken = loop.call(engine -> take(begun.capture));
            messages += write(writer, taken.taken);
        } while (!taken.last);
        write(writer, new Record.CheckpointEnded(messages));
    }

    /** Returns how many messages there were among them. */
    private long write(CheckpointWriter writer, List<Taken> taken) throws JournalException {
        long messages = 0;
        for (Taken one : taken) {
            fields.clear();
            int type = RecordCodec.encodeAt(one.record, one.position, one.recordBytes, fields);
            writer.add(type, fields.array(), 0, fields.length());
            messages += one.record instanceof Record.MessageKept ? 1 : 0;
        }
        return messages;
    }

    private void write(CheckpointWriter writer, Record record) throws JournalException {
        fields.clear();
        int type = RecordCodec.encode(record, fields);
        writer.add(type, fields.array(), 0, fields.length());
    }

    private Step take(Capture capture) {
        List<Taken> taken = located(capture.step(step));
        boolean last = capture.done();
        if (last) {
            capture.close();
        }
        return new Step(taken, last);
    }

    private static List<Taken> located(List<Record> records) {
        List<Taken> taken = new ArrayList<>();
        for (Record record : records) {
            if (!(PartsOfContent.inRecord(record) instanceof JournaledContent content)) {
                throw new IllegalStateException(record + " is not in the journal");
            }
            taken.add(new Taken(record, content.position(), content.recordBytes()));
        }
        return taken;
    }

    private void giveUp(Capture capture, Exception why) {
        try {
            loop.call(
                    engine -> {
                        capture.close();
                        return true;
                    });
        } catch (JournalException over) {
            why.addSuppressed(over); // the broker is over, and the capture with it
        }
    }
}
