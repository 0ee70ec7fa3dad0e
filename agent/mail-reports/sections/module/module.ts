import type { Section } from '../section.ts'

/** To be written. */
export const module: Section<'module'> = async ({ out }) => {
  await out.write('module\n')
}
