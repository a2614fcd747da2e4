/** Exit code of `alpha-cl job` when another process has the job in hand: EX_TEMPFAIL of sysexits.h, try again later. */
export const ELSEWHERE = 75;
