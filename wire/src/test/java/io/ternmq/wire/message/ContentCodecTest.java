package io.ternmq.wire.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ContentCodecTest {

    @Property(tries = 500)
    void shouldReturnEveryHeaderAsItWas(@ForAll("headers") ContentHeader header) {
        ContentReader reader =
                new ContentReader(ContentCodec.encode(header, new MessageBody.Text("body")));

        assertEquals(header, reader.header());
        assertEquals(new MessageBody.Text("body"), reader.body());
    }

    @Property(tries = 500)
    void shouldReturnEveryMapEntryWithItsExactType(
            @ForAll("maps") Map<String, Object> entries, @ForAll("headers") ContentHeader header) {
        ContentReader reader =
                new ContentReader(ContentCodec.encode(header, new MessageBody.Entries(entries)));

        assertEquals(BodyKind.MAP, reader.kind());
        Map<String, Object> read = ((MessageBody.Entries) reader.body()).entries();
        assertEquals(List.copyOf(entries.keySet()), List.copyOf(read.keySet()));
        assertSameElements(entries.values(), read.values());
    }

    @Property(tries = 500)
    void shouldReturnEveryStreamElementWithItsExactType(@ForAll("elements") List<Object> elements) {
        ContentReader reader =
                new ContentReader(
                        ContentCodec.encode(ContentHeader.EMPTY, new MessageBody.Stream(elements)));

        assertEquals(BodyKind.STREAM, reader.kind());
        assertSameElements(elements, ((MessageBody.Stream) reader.body()).elements());
    }

    @Property(tries = 200)
    void shouldReturnBytes(@ForAll byte[] bytes) {
        ContentReader plain =
                new ContentReader(
                        ContentCodec.encode(ContentHeader.EMPTY, new MessageBody.Bytes(bytes)));
        ContentReader object =
                new ContentReader(
                        ContentCodec.encode(
                                ContentHeader.EMPTY, new MessageBody.Serialized(bytes)));

        assertEquals(BodyKind.BYTES, plain.kind());
        assertArrayEquals(bytes, ((MessageBody.Bytes) plain.body()).bytes());
        assertEquals(BodyKind.OBJECT, object.kind());
        assertArrayEquals(bytes, ((MessageBody.Serialized) object.body()).bytes());
    }

    @Test
    void shouldReturnBytesOfEveryLengthOfLength() {
        for (int length : new int[] {0, 1, 255, 256, 65_536, 3_000_000}) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 7);
            shouldReturnBytes(bytes);
        }
    }

    @Property(tries = 300)
    void shouldReturnTextOfWholeCharacters(@ForAll String text) {
        String whole =
                text.codePoints()
                        .filter(c -> c < 0xD800 || c > 0xDFFF)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        ContentReader reader =
                new ContentReader(
                        ContentCodec.encode(ContentHeader.EMPTY, new MessageBody.Text(whole)));

        assertEquals(new MessageBody.Text(whole), reader.body());
    }

    @Test
    void shouldReturnNoTextAndNoBody() {
        ContentReader text =
                new ContentReader(
                        ContentCodec.encode(ContentHeader.EMPTY, new MessageBody.Text(null)));
        ContentReader none =
                new ContentReader(ContentCodec.encode(ContentHeader.EMPTY, new MessageBody.None()));

        assertEquals(new MessageBody.Text(null), text.body());
        assertEquals(BodyKind.NONE, none.kind());
        assertEquals(new MessageBody.None(), none.body());
    }

    @Test
    void shouldRefuseHalfASurrogatePair() {
        assertThrows(
                MalformedContentException.class,
                () -> ContentCodec.encode(ContentHeader.EMPTY, new MessageBody.Text("a\uD800b")));
    }

    @Property(tries = 500)
    void shouldRefuseBytesThatAreNotContentWithoutAnyOtherError(@ForAll byte[] bytes) {
        try {
            new ContentReader(Content.of(bytes)).body();
        } catch (MalformedContentException e) {
            assertEquals(true, e.getMessage().contains("content"));
        }
    }

    @Property(tries = 300)
    void shouldRefuseATruncatedContentWithoutAnyOtherError(
            @ForAll("maps") Map<String, Object> entries, @ForAll("headers") ContentHeader header) {
        byte[] whole = ContentCodec.encode(header, new MessageBody.Entries(entries)).bytes();
        for (int length = 0; length < whole.length; length++) {
            Content cut = Content.of(Arrays.copyOf(whole, length));
            assertThrows(MalformedContentException.class, () -> new ContentReader(cut).body());
        }
    }

    @Test
    void shouldNotNeedNettyOrALogger() {
        for (String absent : List.of("io.netty.buffer.ByteBuf", "org.slf4j.LoggerFactory")) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(absent));
        }
    }

    private static void assertSameElements(Iterable<Object> expected, Iterable<Object> actual) {
        List<Object> left = new ArrayList<>();
        expected.forEach(left::add);
        List<Object> right = new ArrayList<>();
        actual.forEach(right::add);
        assertEquals(left.size(), right.size());
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) instanceof byte[] bytes) {
                assertArrayEquals(bytes, (byte[]) right.get(i));
            } else {
                assertEquals(left.get(i), right.get(i));
            }
        }
    }

    @Provide
    Arbitrary<List<Object>> elements() {
        return values().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<Map<String, Object>> maps() {
        return elements()
                .map(
                        values -> {
                            Map<String, Object> map = new LinkedHashMap<>();
                            values.forEach(value -> map.put("k" + map.size(), value));
                            return map;
                        });
    }

    @Provide
    Arbitrary<ContentHeader> headers() {
        Arbitrary<String> text = text().injectNull(0.3);
        Arbitrary<DestinationName> replyTo =
                Combinators.combine(
                                Arbitraries.of(DestinationName.Kind.values()),
                                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(60))
                        .as(DestinationName::new)
                        .injectNull(0.5);
        Arbitrary<Integer> sequence = Arbitraries.integers().injectNull(0.5);
        Arbitrary<Map<String, Object>> properties =
                Arbitraries.maps(
                                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20),
                                primitives().injectNull(0.1))
                        .ofMaxSize(10);
        return Combinators.combine(text, replyTo, text, sequence, properties)
                .as(ContentHeader::new);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().withCharRange(' ', '\u0fff').ofMaxLength(300);
    }

    private static Arbitrary<Object> primitives() {
        return Arbitraries.oneOf(
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.bytes().asGeneric(),
                Arbitraries.shorts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.floats().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                text().asGeneric());
    }

    private static Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                primitives(),
                Arbitraries.chars().all().asGeneric(),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(400).asGeneric(),
                Arbitraries.just((Object) Double.NaN),
                Arbitraries.just((Object) Float.NaN),
                Arbitraries.just(null));
    }
}
