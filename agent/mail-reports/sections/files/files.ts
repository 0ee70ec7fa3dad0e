import type { Section } from '../section.ts'

/** To be written. */
export const filesSection: Section<'files'> = async ({ out }) => {
  await out.write('files\n')
}
