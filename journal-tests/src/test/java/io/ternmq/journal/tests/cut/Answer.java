package io.ternmq.journal.tests.cut;

/** What became of an image. */
public record Answer(Kind kind, String text) {

    /** From good to bad. */
    public enum Kind {
        /** Everything that was acknowledged is there, and nothing else but what came after it. */
        KEPT,
        /** The journal refused to open it and named a place. */
        REFUSED,
        /** It opened, and holds something that it held at another time. */
        LOST,
        /** It opened, and holds what it never held. */
        WRONG,
        /** It opened, and what was done then was not there at the next opening. */
        LOST_LATER,
        /** Something unforeseen was thrown. */
        FAILED,
        /** The process that opened it ended. */
        DIED,
        /** No answer. */
        HUNG
    }

    String line() {
        return kind + "\t" + text.replaceAll("\\s+", " ");
    }

    static Answer parse(String line) {
        int tab = line.indexOf('\t');
        return new Answer(Kind.valueOf(line.substring(0, tab)), line.substring(tab + 1));
    }
}
