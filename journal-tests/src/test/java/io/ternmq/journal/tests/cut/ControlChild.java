package io.ternmq.journal.tests.cut;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a negative control in a process of its own, because the classes of the journal may be others
 * there; prints how many images there were and in how many the fault showed.
 */
final class ControlChild {

    private ControlChild() {}

    /** Arguments: control, seed, images for each force, root, classes to be found first. */
    public static void main(String[] arguments) throws IOException {
        Control control = Control.valueOf(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        int images = Integer.parseInt(arguments[2]);
        Path root = Path.of(arguments[3]);
        try (Openers openers = new Openers(root, List.of(Path.of(arguments[4])))) {
            Tally tally =
                    new PowerCut(control.script(), seed, images, control, openers, root).run();
            System.out.println(tally.notKept() + "\t" + tally.images() + "\t" + tally);
        }
    }
}
