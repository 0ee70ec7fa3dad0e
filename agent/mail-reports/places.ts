import { join } from 'node:path'

/** Where reports of root keep what they know. */
export const USUAL_STATE = '/var/lib/spoor-reports'

/** The folders and files of one report. */
export interface ReportPlaces {
  readonly folder: string
  /** Holds a folder for each section, of the user that writes it. */
  readonly sections: string
  /** Holds mails that are on their way. */
  readonly outbox: string
  /** How the last run went. */
  readonly record: string
}

/** The places of the report with this name. */
export function placesOf(state: string, name: string): ReportPlaces {
  const folder = join(state, name)
  return {
    folder,
    sections: join(folder, 'sections'),
    outbox: join(folder, 'outbox'),
    record: join(folder, 'last-run.json'),
  }
}

/** The folder of a section, and the file in it that counts. */
export function sectionFiles(
  { sections }: ReportPlaces,
  id: string,
): { readonly folder: string; readonly state: string } {
  const folder = join(sections, id)
  return { folder, state: join(folder, 'state') }
}
