/* Numbers of ships: is this one, and whose? Pure functions over text; the rules ask them for vessel.imo_status, vessel.mmsi_status and vessel.mmsi_country. */
#ifndef ST_VESSEL_H
#define ST_VESSEL_H
#include "base/base.h"

/* Status of an IMO ship number as it was written ("IMO 9074729", "9074729."): ok, bad, or placeholder (1234567, whose check digit holds but which people type when
 * they have none; it may be a real ship: ask). 0000000 is bad though its arithmetic holds. Six digits get a zero on the left, which spreadsheets take away.
 * normal, when not NULL, gets the seven digits appended unless the status is bad. Static storage. IMO Resolution A.1117(30). */
st_str st_imo_status(st_str text, st_buf *normal);
/* The same for the number of a company, which has other weights: a ship's number is not accepted for one, nor the other way round, but for the few that
 * fulfil both. No placeholders but repeated digits. MSC.160(78). */
st_str st_imo_company_status(st_str text, st_buf *normal);

/* Status of an MMSI (ITU-R M.585): ok for a ship station whose country digits are assigned; not_ship for coast stations (00), groups (0), SAR aircraft (111),
 * handhelds (8), craft (98), aids to navigation (99), and SART, MOB, EPIRB and AMRD devices (970, 972, 974, 979); placeholder for runs such as 123456789
 * and for one digit repeated; unassigned when no administration has the digits; bad for what is not nine ASCII digits. Blanks and hyphens between digits pass.
 * alpha2, when not NULL, gets the country that the digits stand for, also of most that are not ships; empty when there is none, or when several share them. */
st_str st_mmsi_status(st_str text, st_str *alpha2);
#endif
