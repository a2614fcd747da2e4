/**
 * The first words of every command that is suggested. `npx` finds alpha-cl in a project that has it, in a clone of its repository, and
 * where it is installed for all; how it was started, the program cannot know.
 */
export const PROGRAM = 'npx alpha-cl';
