package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the cache holds is bounded, however small each content is. */
class ContentCacheTest {

    private final MemoryJournal journal = new MemoryJournal();

    private JournaledContent content(int size) {
        JournaledContent content = new JournaledContent(journal, new byte[size]);
        content.storedAt(1, 1);
        return content;
    }

    @Test
    void shouldEvictTheOldestFirst() {
        ContentCache cache = new ContentCache(2_000);
        JournaledContent first = content(1_000);
        JournaledContent second = content(500);
        cache.add(first);
        cache.add(second);
        cache.add(content(900));
        assertThrows(io.ternmq.wire.message.ContentUnavailableException.class, first::bytes);
        assertEquals(500, second.bytes().length);
    }

    @Test
    void shouldBoundTheNumberOfEmptyContents() {
        ContentCache cache = new ContentCache(100_000);
        for (int i = 0; i < 100_000; i++) {
            cache.add(content(0));
        }
        assertTrue(cache.size() < 2_000, "holds " + cache.size());
    }
}
