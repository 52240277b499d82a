/* SWIFT FIN messages of any bytes: each case is JSON on one line, each failure says what and where, and the same bytes give the same cases. */
#include "message_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return message_fuzz(data, size, ST_MESSAGE_FIN); }
