package io.ternmq.journal;

import java.nio.ByteBuffer;

/**
 * A record as it was read back.
 *
 * @param position where it stands
 * @param type as it was appended, 0 to 65,535
 * @param payload a read-only copy that belongs to the caller, from position to limit
 */
public record StoredRecord(long position, int type, ByteBuffer payload) {}
