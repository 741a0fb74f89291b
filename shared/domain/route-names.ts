import type { RouteCode } from './taxonomy-data.ts';

/** Statutory procedures out of petitioning (诉访分离), `spec.md` §5.4; their limits are in `statutory-routes.ts`. */
export const STATUTORY_ROUTES: Readonly<
  Record<RouteCode, { readonly zh: string; readonly en: string; readonly cite: string }>
> = {
  CRIM_RECON: { zh: '刑事复议复核', en: 'criminal reconsideration', cite: '刑程179' },
  CRIM_COMPLAINT30: { zh: '刑事申诉控告', en: 'complaint in a criminal procedure', cite: '刑程196' },
  ADMIN_RECON: { zh: '行政复议', en: 'administrative reconsideration', cite: '复议法20、24' },
  ADMIN_SUIT: { zh: '行政诉讼', en: 'administrative suit', cite: '行诉法45、46' },
  DUTY: { zh: '履行法定职责', en: 'performance of a statutory duty', cite: '行诉法47、复议法23' },
  REAPPRAISAL: { zh: '重新鉴定', en: 're-appraisal', cite: '行程97' },
  TRAFFIC_REVIEW: {
    zh: '事故认定复核',
    en: 'review of an accident report',
    cite: '事故71、74、112(5)',
  },
  STATE_COMP: { zh: '国家赔偿', en: 'state compensation', cite: '赔偿法13、23、39' },
  ARBITRATION: { zh: '仲裁', en: 'arbitration', cite: '条例31(2)' },
  PARTY_APPEAL: { zh: '党员申诉等', en: 'appeal of a Party member', cite: '条例31(3)' },
  OTHER_ADMIN: { zh: '其他行政程序', en: 'other administrative procedure', cite: '条例31(4)' },
};
