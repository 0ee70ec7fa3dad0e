import type { Section } from '../section.ts'

/** To be written. */
export const unusualSection: Section<'unusual'> = async ({ out }) => {
  await out.write('unusual\n')
}
