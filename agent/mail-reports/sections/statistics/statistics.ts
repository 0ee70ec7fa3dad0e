import type { Section } from '../section.ts'

/** To be written. */
export const statisticsSection: Section<'statistics'> = async ({ out }) => {
  await out.write('statistics\n')
}
