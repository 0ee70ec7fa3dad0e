import type { Section } from '../section.ts'

/** To be written. */
export const command: Section<'command'> = async ({ out }) => {
  await out.write('command\n')
}
