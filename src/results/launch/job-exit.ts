/** Exit code of `alpha-cl job` when another process is running the job: EX_TEMPFAIL of sysexits.h, try again later. */
export const ELSEWHERE = 75;
