/** The web application that the tests deploy, compiled against the Jakarta EE API alone. */
package io.ternmq.arquillian.probe;
