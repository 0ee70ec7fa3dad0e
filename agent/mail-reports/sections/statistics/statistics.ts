import type { Section } from '../section.ts'

/** To be written. */
export const statistics: Section<'statistics'> = async ({ out }) => {
  await out.write('statistics\n')
}
