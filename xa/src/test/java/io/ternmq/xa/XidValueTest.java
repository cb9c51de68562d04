package io.ternmq.xa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XidValueTest {

    @SuppressWarnings("ArrayRecordComponent") // a foreign Xid hands its arrays out
    private record ForeignXid(int formatId, byte[] gtrid, byte[] bqual) implements Xid {
        @Override
        public int getFormatId() {
            return formatId;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return gtrid;
        }

        @Override
        public byte[] getBranchQualifier() {
            return bqual;
        }
    }

    @Test
    void shouldKeepItsValueWhenTheSourceArrayChangesLater() throws XAException {
        byte[] gtrid = {1, 2};
        byte[] bqual = {3};
        XidValue copy = XidValue.copyOf(new ForeignXid(7, gtrid, bqual));
        gtrid[0] = 99;
        bqual[0] = 99;
        copy.getGlobalTransactionId()[1] = 99;
        copy.getBranchQualifier()[0] = 99;
        assertEquals(new XidValue(7, new byte[] {1, 2}, new byte[] {3}), copy);
        assertEquals("7:0102:03", copy.toString());
    }

    @Test
    void shouldTellApartWhereThePartsMeet() {
        XidValue one = new XidValue(1, new byte[] {1, 2}, new byte[] {3});
        XidValue other = new XidValue(1, new byte[] {1}, new byte[] {2, 3});
        assertNotEquals(one, other);
        assertNotEquals(HexFormat.of().formatHex(one.toBytes()), hex(other));
        assertNotEquals(one, new XidValue(2, new byte[] {1, 2}, new byte[] {3}));
    }

    @ParameterizedTest
    @CsvSource({"-1,1,1", "-2147483648,1,1", "1,65,1", "1,1,65", "1,-1,1", "1,1,-1"})
    void shouldRefuseAForeignXidThatIsOutOfRangeWithInval(int formatId, int gtrid, int bqual) {
        ForeignXid xid = new ForeignXid(formatId, bytes(gtrid), bytes(bqual));
        XAException e = assertThrows(XAException.class, () -> XidValue.copyOf(xid));
        assertEquals(XAException.XAER_INVAL, e.errorCode);
    }

    @Test
    void shouldRefuseANullXidWithInval() {
        XAException e = assertThrows(XAException.class, () -> XidValue.copyOf(null));
        assertEquals(XAException.XAER_INVAL, e.errorCode);
    }

    @Test
    void shouldRefuseAnXidThatThrowsWithInval() {
        RuntimeException bug = new IllegalStateException("recycled");
        Xid broken =
                new Xid() {
                    @Override
                    public int getFormatId() {
                        throw bug;
                    }

                    @Override
                    public byte[] getGlobalTransactionId() {
                        return new byte[1];
                    }

                    @Override
                    public byte[] getBranchQualifier() {
                        return new byte[1];
                    }
                };
        XAException e = assertThrows(XAException.class, () -> XidValue.copyOf(broken));
        assertEquals(XAException.XAER_INVAL, e.errorCode);
        assertEquals(bug, e.getCause());
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,64,64", "2147483647,0,64", "131077,28,36"})
    void shouldTakeEveryLengthFromNoneTo64(int formatId, int gtrid, int bqual) throws XAException {
        XidValue xid = XidValue.copyOf(new ForeignXid(formatId, bytes(gtrid), bytes(bqual)));
        assertEquals(formatId, xid.getFormatId());
        assertEquals(gtrid, xid.getGlobalTransactionId().length);
        assertEquals(bqual, xid.getBranchQualifier().length);
        assertEquals(xid, XidValue.fromBytes(xid.toBytes()));
    }

    @Test
    void shouldEncodeTheFormatIdThenEachPartBehindItsLength() {
        XidValue xid = new XidValue(0x01020304, new byte[] {(byte) 0xaa, (byte) 0xbb}, new byte[0]);
        assertEquals("0102030402aabb00", hex(xid));
        assertEquals(
                XidValue.MAX_ENCODED_BYTES, new XidValue(1, bytes(64), bytes(64)).toBytes().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "010203", // no whole format id
                "01020304", // no parts
                "0102030402aa", // a part that is cut off
                "0102030402aabb", // no second part
                "0102030402aabb01", // a second part that is cut off
                "0102030402aabb0000", // a byte too many
                "01020304ff", // a length that a signed byte would make negative
                "ffffffff0000" // a negative format id
            })
    void shouldRefuseBytesThatAreNotExactlyOneXid(String hex) {
        byte[] encoded = HexFormat.of().parseHex(hex);
        assertThrows(IllegalArgumentException.class, () -> XidValue.fromBytes(encoded));
    }

    @Test
    void shouldRefuseAPartLongerThan64BytesWhenReading() {
        byte[] encoded = new byte[4 + 1 + 65 + 1];
        encoded[4] = 65;
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> XidValue.fromBytes(encoded));
        assertEquals("global transaction id has 65 bytes; at most 64 are allowed", e.getMessage());
    }

    @Property
    void shouldReadBackWhatItWrote(
            @ForAll @IntRange(max = Integer.MAX_VALUE) int formatId,
            @ForAll @Size(max = 64) byte[] gtrid,
            @ForAll @Size(max = 64) byte[] bqual) {
        XidValue xid = new XidValue(formatId, gtrid, bqual);
        XidValue read = XidValue.fromBytes(xid.toBytes());
        assertEquals(xid, read);
        assertEquals(xid.hashCode(), read.hashCode());
        assertArrayEquals(gtrid, read.getGlobalTransactionId());
    }

    @Property
    void shouldNeverReadAProperPrefix(
            @ForAll @Size(max = 64) byte[] gtrid, @ForAll @Size(max = 64) byte[] bqual) {
        byte[] encoded = new XidValue(1, gtrid, bqual).toBytes();
        for (int length = 0; length < encoded.length; length++) {
            byte[] prefix = Arrays.copyOf(encoded, length);
            assertThrows(IllegalArgumentException.class, () -> XidValue.fromBytes(prefix));
        }
    }

    private static String hex(XidValue xid) {
        return HexFormat.of().formatHex(xid.toBytes());
    }

    private static byte[] bytes(int length) {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }
}
