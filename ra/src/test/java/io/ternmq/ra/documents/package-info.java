/** Keeps the documents honest. */
package io.ternmq.ra.documents;
