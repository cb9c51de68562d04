package io.ternmq.broker.state;

import java.util.Map;

/**
 * What a broker allows.
 *
 * @param maxMessageBytes the largest content of a message
 * @param maxPartBytes the largest content of one frame and one record; a larger one comes in parts
 *     of this size
 * @param maxConnectionPartsBytes contents under way in parts on one connection, by their whole size
 * @param maxPartsBytes contents under way in parts on all connections, by their whole size
 * @param maxQueueDepth how many messages one queue may hold
 * @param maxQueues how many queues there may be
 * @param memoryLimitBytes the content of all non-persistent messages together
 * @param maxBranchRecords how many sends and receives one branch may hold
 * @param maxBranchBytes the content of all sends of one branch together
 * @param maxDeliveries how often a message is delivered before it goes to the dead-letter queue; -1
 *     for no limit
 * @param maxConnections open connections
 * @param maxSessions open sessions of one connection
 * @param maxConsumers open consumers of one connection
 * @param branchTimeoutMs how long a branch may go on without a vote if its manager set no timeout
 * @param completedBranches how many outcomes of branches are remembered
 * @param completedBranchesMs how long they are remembered
 * @param users names and passwords; empty for anyone in the same JVM
 */
public record Limits(
        int maxMessageBytes,
        int maxPartBytes,
        long maxConnectionPartsBytes,
        long maxPartsBytes,
        int maxQueueDepth,
        int maxQueues,
        long memoryLimitBytes,
        int maxBranchRecords,
        long maxBranchBytes,
        int maxDeliveries,
        int maxConnections,
        int maxSessions,
        int maxConsumers,
        long branchTimeoutMs,
        int completedBranches,
        long completedBranchesMs,
        Map<String, String> users) {

    /** Where messages go that were delivered too often. */
    public static final String DEAD_LETTER_QUEUE = "DLQ";

    /** maxHeaderChars: the message id and the group id of a message together. */
    public static final int MAX_HEADER_CHARS = 65_536;

    public Limits {
        users = Map.copyOf(users);
        if (maxPartBytes < 1) {
            throw new IllegalArgumentException(
                    "maxPartBytes is " + maxPartBytes + "; give 1 or more");
        }
        if (maxDeliveries != -1 && maxDeliveries < 1) {
            throw new IllegalArgumentException(
                    "maxDeliveries is " + maxDeliveries + "; give 1 or more, or -1 for no limit");
        }
    }

    /** The defaults. */
    public static Limits defaults() {
        return new Limits(
                100 << 20,
                1 << 20,
                512L << 20,
                2L << 30,
                1_000_000,
                10_000,
                256L << 20,
                100_000,
                1L << 30,
                10,
                10_000,
                1_000,
                10_000,
                600_000,
                100_000,
                24L * 3600 * 1000,
                Map.of());
    }

    /** For journals whose batches are small. */
    public Limits withMaxPartBytes(int value) {
        return new Limits(
                maxMessageBytes,
                value,
                maxConnectionPartsBytes,
                maxPartsBytes,
                maxQueueDepth,
                maxQueues,
                memoryLimitBytes,
                maxBranchRecords,
                maxBranchBytes,
                maxDeliveries,
                maxConnections,
                maxSessions,
                maxConsumers,
                branchTimeoutMs,
                completedBranches,
                completedBranchesMs,
                users);
    }

    public Limits withMaxDeliveries(int value) {
        return new Limits(
                maxMessageBytes,
                maxPartBytes,
                maxConnectionPartsBytes,
                maxPartsBytes,
                maxQueueDepth,
                maxQueues,
                memoryLimitBytes,
                maxBranchRecords,
                maxBranchBytes,
                value,
                maxConnections,
                maxSessions,
                maxConsumers,
                branchTimeoutMs,
                completedBranches,
                completedBranchesMs,
                users);
    }

    public Limits withUsers(Map<String, String> value) {
        return new Limits(
                maxMessageBytes,
                maxPartBytes,
                maxConnectionPartsBytes,
                maxPartsBytes,
                maxQueueDepth,
                maxQueues,
                memoryLimitBytes,
                maxBranchRecords,
                maxBranchBytes,
                maxDeliveries,
                maxConnections,
                maxSessions,
                maxConsumers,
                branchTimeoutMs,
                completedBranches,
                completedBranchesMs,
                value);
    }
}
