/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_SPRING_BOOT_FIXTURE_H
#define LOADLINE_KINDS_SPRING_BOOT_FIXTURE_H

#include "kinds/spring-boot/spring_boot.h"

#define FIXTURE_KIND kind_spring_boot
#include "kinds/placed_fixture.h"

#endif
