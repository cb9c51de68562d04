package io.ternmq.xa;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * An Xid as a value: equal by format id and bytes, immutable, ordered by nothing.
 *
 * <p>Threadsafe. The arrays that it is made from and gives out are copies.
 */
public final class XidValue implements Xid {

    /** The most bytes that {@link #toBytes} gives: two full parts, their lengths, the format id. */
    public static final int MAX_ENCODED_BYTES = Integer.BYTES + 1 + MAXGTRIDSIZE + 1 + MAXBQUALSIZE;

    private final int formatId;
    private final byte[] globalTransactionId;
    private final byte[] branchQualifier;
    private final int hash;

    /**
     * @param formatId 0 or greater
     * @param globalTransactionId 0 to 64 bytes
     * @param branchQualifier 0 to 64 bytes
     * @throws IllegalArgumentException if one is out of range
     */
    public XidValue(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
        if (formatId < 0) {
            throw new IllegalArgumentException("format id is " + formatId + "; give 0 or greater");
        }
        this.formatId = formatId;
        this.globalTransactionId = part("global transaction id", globalTransactionId, MAXGTRIDSIZE);
        this.branchQualifier = part("branch qualifier", branchQualifier, MAXBQUALSIZE);
        this.hash =
                31 * (31 * formatId + Arrays.hashCode(this.globalTransactionId))
                        + Arrays.hashCode(this.branchQualifier);
    }

    /**
     * Copies a transaction manager's Xid.
     *
     * @throws XAException XAER_INVAL for null, a negative format id, parts that are missing or too
     *     long, and an Xid that throws
     */
    public static XidValue copyOf(@Nullable Xid xid) throws XAException {
        if (xid instanceof XidValue value) {
            return value;
        }
        if (xid == null) {
            throw XaErrors.exception(XAException.XAER_INVAL, "the Xid is null");
        }
        try {
            byte[] gtrid = xid.getGlobalTransactionId();
            byte[] bqual = xid.getBranchQualifier();
            if (gtrid == null || bqual == null) {
                throw XaErrors.exception(XAException.XAER_INVAL, "a part of the Xid is null");
            }
            return new XidValue(xid.getFormatId(), gtrid, bqual);
        } catch (IllegalArgumentException e) {
            throw XaErrors.exception(XAException.XAER_INVAL, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw XaErrors.exception(
                    XAException.XAER_INVAL, "the Xid cannot be read; it threw " + e, e);
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not exactly one Xid: too few, too many, a
     *     part that is longer than allowed, or a negative format id
     */
    public static XidValue fromBytes(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        if (in.remaining() < Integer.BYTES) {
            throw malformed(encoded, "the format id is cut off");
        }
        int formatId = in.getInt();
        byte[] gtrid = readPart(encoded, in, "global transaction id");
        byte[] bqual = readPart(encoded, in, "branch qualifier");
        if (in.hasRemaining()) {
            throw malformed(encoded, in.remaining() + " bytes follow its end");
        }
        return new XidValue(formatId, gtrid, bqual);
    }

    /**
     * A compact form for records and frames: the format id (4 bytes, the highest first), the length
     * of the global transaction id (1 byte), its bytes, the length of the branch qualifier (1
     * byte), its bytes. At most {@link #MAX_ENCODED_BYTES}.
     */
    public byte[] toBytes() {
        return ByteBuffer.allocate(
                        Integer.BYTES + 2 + globalTransactionId.length + branchQualifier.length)
                .putInt(formatId)
                .put((byte) globalTransactionId.length)
                .put(globalTransactionId)
                .put((byte) branchQualifier.length)
                .put(branchQualifier)
                .array();
    }

    private static byte[] readPart(byte[] encoded, ByteBuffer in, String name) {
        if (!in.hasRemaining()) {
            throw malformed(encoded, "the " + name + " is missing");
        }
        int length = Byte.toUnsignedInt(in.get());
        if (length > in.remaining()) {
            throw malformed(
                    encoded,
                    "the "
                            + name
                            + " says "
                            + length
                            + " bytes where "
                            + in.remaining()
                            + " are left");
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    private static IllegalArgumentException malformed(byte[] encoded, String fault) {
        return new IllegalArgumentException(
                "not an encoded Xid of " + encoded.length + " bytes: " + fault);
    }

    private static byte[] part(String name, byte[] bytes, int most) {
        if (bytes.length > most) {
            throw new IllegalArgumentException(
                    name + " has " + bytes.length + " bytes; at most " + most + " are allowed");
        }
        return bytes.clone();
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalTransactionId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branchQualifier.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof XidValue that
                && formatId == that.formatId
                && Arrays.equals(globalTransactionId, that.globalTransactionId)
                && Arrays.equals(branchQualifier, that.branchQualifier);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /**
     * For example {@code 131077:00ffff…:0102}: format id, global transaction id, branch qualifier.
     */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return formatId
                + ":"
                + hex.formatHex(globalTransactionId)
                + ":"
                + hex.formatHex(branchQualifier);
    }
}
