import type { Section } from '../section.ts'

/** To be written. */
export const files: Section<'files'> = async ({ out }) => {
  await out.write('files\n')
}
