import type { CalendarNotice } from '../../shared/domain/calendar-notices.ts';

/** A notice for 2027 as the State Council might publish it; invented for tests, no real one. */
export const NOTICE_2027: CalendarNotice = {
  year: 2027,
  notice: '国办发明电〔2026〕99号',
  holidays: [
    { zh: '元旦', off: ['2027-01-01..2027-01-03'], work: ['2026-12-27'] },
    { zh: '春节', off: ['2027-02-05..2027-02-12'], work: ['2027-01-31', '2027-02-14'] },
    { zh: '清明', off: ['2027-04-03..2027-04-05'] },
    { zh: '劳动节', off: ['2027-05-01..2027-05-05'], work: ['2027-04-25', '2027-05-08'] },
    { zh: '端午', off: ['2027-06-09'] },
    { zh: '中秋', off: ['2027-09-15'] },
    { zh: '国庆节', off: ['2027-10-01..2027-10-07'], work: ['2027-09-26', '2027-10-09'] },
  ],
};
