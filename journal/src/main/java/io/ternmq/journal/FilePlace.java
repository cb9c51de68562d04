package io.ternmq.journal;

import java.nio.file.Path;

/**
 * A file of the journal and where it belongs.
 *
 * @param number of the file, from 1, rising through all openings
 * @param epoch of the opening that wrote it, from 1
 */
record FilePlace(long number, long epoch, Path path) {}
