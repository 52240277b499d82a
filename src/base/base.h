/* What every file includes: errors, memory, strings, and the ban on unsafe calls. Base knows nothing of sanctions. */
#ifndef ST_BASE_H
#define ST_BASE_H
#include <stdio.h>
#include <stdlib.h>
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/banned.h"
#define ST_LEN(a) (sizeof(a) / sizeof((a)[0]))
#endif
