import type { Section } from '../section.ts'

/** To be written. */
export const commandSection: Section<'command'> = async ({ out }) => {
  await out.write('command\n')
}
