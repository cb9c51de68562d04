package io.ternmq.broker.runtime;

import io.ternmq.broker.record.Fields;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.RecordFormatException;
import io.ternmq.wire.message.Content;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records one after another in one note: type, length, payload of each; big endian. */
final class Pieces {

    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private Pieces() {}

    static ByteBuffer encode(List<Record> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Fields fields = new Fields();
        for (Record record : records) {
            fields.clear();
            int type = RecordCodec.encode(record, fields);
            byte[] header =
                    ByteBuffer.allocate(HEADER_BYTES).putInt(type).putInt(fields.length()).array();
            out.write(header, 0, header.length);
            out.write(fields.array(), 0, fields.length());
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /**
     * @throws RecordFormatException if the bytes are no records
     */
    static List<Record> decode(ByteBuffer note) {
        List<Record> records = new ArrayList<>();
        ByteBuffer in = note.duplicate();
        try {
            while (in.hasRemaining()) {
                int type = in.getInt();
                int length = in.getInt();
                ByteBuffer payload = in.slice(in.position(), length);
                in.position(in.position() + length);
                records.add(RecordCodec.decode(type, payload, bytes -> Content.of(new byte[0])));
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("a note ends in the middle of a record", e);
        } catch (IndexOutOfBoundsException e) {
            throw new RecordFormatException("a note ends in the middle of a record", e);
        }
        return records;
    }
}
