package io.ternmq.examples.demo;

import java.util.List;

/**
 * What a run leaves behind: what the clients saw, and what lies on disk after the server stopped.
 * No figure in it was counted by the programs that are tried.
 *
 * @param posted the orders of the run
 * @param answers what the clients saw, one for each order
 * @param tables the database
 * @param journal the broker's journal
 * @param transactionLog the transactions that the transaction manager has not finished
 */
record Evidence(
        List<OrderLine> posted,
        List<Answer> answers,
        Tables tables,
        JournalContents journal,
        List<String> transactionLog) {}
