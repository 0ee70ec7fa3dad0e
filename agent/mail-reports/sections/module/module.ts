import type { Section } from '../section.ts'

/** To be written. */
export const moduleSection: Section<'module'> = async ({ out }) => {
  await out.write('module\n')
}
