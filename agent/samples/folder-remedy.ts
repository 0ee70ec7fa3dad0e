import { dirname } from 'node:path'
import { shellWord } from '../../lib/text/shell-word.ts'

/** What to do if the folder of metrics cannot be written to, by the system's code. */
export function folderRemedy(folder: string, code: string, user: string): string {
  switch (code) {
    case 'ENOENT':
      return `the folder is missing (${code}); create it, or take metrics.textfile out of the configuration`
    case 'EROFS':
      return `the units do not let the services write there (${code}); for each type: systemctl edit UNIT; and add under [Service]: ReadWritePaths=${folder}`
    case 'EACCES':
    case 'EPERM':
      return `user ${user} may not write there (${code}); type: setfacl -m u:${user}:rwx ${shellWord(folder)}`
    default:
      return `check the disk of ${dirname(folder)} (${code})`
  }
}
