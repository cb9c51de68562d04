package io.ternmq.arquillian.probe;

import jakarta.ejb.EJB;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The door of the tests: {@code /probe?do=…&queue=…&text=…}; answers a line for each text. */
@WebServlet("/probe")
public class ProbeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @EJB private Sender sender;
    @EJB private Ledger ledger;

    @Override
    public void init() {
        ledger.create();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String queue = request.getParameter("queue");
        String text = request.getParameter("text");
        List<String> answer;
        try {
            answer =
                    switch (request.getParameter("do")) {
                        case "send" -> {
                            sender.send(queue, text);
                            yield List.of("sent");
                        }
                        case "send-injected" -> {
                            sender.sendInjected(queue, text);
                            yield List.of("sent");
                        }
                        case "send-administered" -> sender.sendToAdministered(text);
                        case "roll-back" -> {
                            sender.sendAndRollBack(queue, text);
                            yield List.of("rolled back");
                        }
                        case "die" -> {
                            sender.sendAndDie(queue, text);
                            yield List.of("lives on");
                        }
                        case "drain" -> sender.drain(queue);
                        case "rows" -> ledger.texts(text);
                        case "calls" -> List.of(Integer.toString(Receiver.CALLS.get()));
                        default ->
                                throw new ServletException("unknown: " + request.getQueryString());
                    };
        } catch (ServletException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(String.join("\n", answer));
    }
}
