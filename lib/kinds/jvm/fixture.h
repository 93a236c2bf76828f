/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_JVM_FIXTURE_H
#define LOADLINE_KINDS_JVM_FIXTURE_H

#include "kinds/jvm/jvm.h"

#define FIXTURE_KIND kind_jvm
#include "kinds/placed_fixture.h"

#endif
