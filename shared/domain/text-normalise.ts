/**
 * Text as the rules compare it, and the scanner that finds their words. Both are linear in the length of the text:
 * no regular expression with nested repetition ever sees what a petitioner wrote.
 */

/** Traditional and simplified characters, pairwise, of the words in the rules and of common place names. */
const TRADITIONAL =
  '報报處处長长來来問问題题時时間间電电話话請请說说會会還还這这對对應应該该給给過过後后開开關关門门車车進进動动無无為为與与從从個个們们兩两條条東东樓楼區区鄉乡鎮镇縣县橋桥嶺岭雲云澤泽園园灣湾龍龙漁渔廠厂廣广場场據据證证認认識识' +
  '調调鑑鉴鑒鉴傷伤驗验診诊檢检舉举訴诉詐诈騙骗錢钱賬账帳账號号碼码戶户遷迁籤签簽签護护發发現现導导領领幹干辦办務务罰罚單单違违規规紀纪貪贪賄贿賂赂賭赌毆殴擊击殺杀搶抢盜盗竊窃態态惡恶罵骂兇凶講讲語语氣气聲声樂乐擾扰鄰邻養养勞劳' +
  '傭佣資资債债償偿賠赔補补徵征農农業业產产權权糧粮墳坟環环汙污汚污髒脏煙烟塵尘廢废離离兒儿媽妈爺爷孫孙親亲屬属監监獄狱審审決决執执書书記记錄录結结論论實实際际員员隊队總总協协輔辅機机構构團团體体學学醫医藥药險险優优撫抚軍军殘残' +
  '貧贫國国網网絡络頁页凍冻繳缴納纳財财貨货價价買买賣卖購购燈灯紅红綠绿線线標标誌志駕驾駛驶換换註注銷销變变歲岁齡龄謝谢揚扬錦锦讚赞議议願愿設设備备攝摄頭头視视頻频飲饮槍枪彈弹貓猫傳传組组織织樣样嗎吗麼么誰谁裡里裏里邊边點点樹树' +
  '歡欢讓让夠够愛爱憂忧慮虑難难經经歷历歸归將将層层幾几連连續续遲迟緩缓趕赶達达遠远陣阵隨随隱隐雙双雖虽須须順顺顧顾飛飞餘余館馆鬧闹麗丽黃黄齊齐訂订訊讯訪访評评詢询詳详誤误課课謀谋譯译讀读負负貴贵費费貼贴賀贺質质跡迹轉转輕轻輛辆' +
  '適适遺遗釋释針针鐵铁銀银鎖锁鏡镜閉闭陳陈陸陆雜杂靜静頂顶項项預预頓顿顯显風风騎骑驚惊鮮鲜傾倾僅仅內内別别劉刘勝胜勢势勵励匯汇參参嚇吓啟启喪丧嚴严圍围圖图堅坚壞坏壓压夥伙奪夺奮奋婦妇寫写寬宽屍尸屆届崗岗師师帶带幫帮強强徹彻恆恒' +
  '憑凭戰战戲戏擔担擁拥擋挡擇择擴扩攔拦攜携敗败敵敌數数斷断曉晓曬晒枱台極极榮荣槓杠橫横檔档檻槛減减測测準准滅灭漲涨潔洁濟济濕湿濫滥灑洒灘滩災灾烏乌熱热獎奖獨独獲获瑣琐當当畫画療疗瘋疯皺皱盡尽礦矿禍祸禮礼稅税種种積积穩稳窮穷競竞' +
  '筆笔節节範范築筑簡简糾纠約约純纯級级細细終终統统絕绝維维緊紧編编縱纵繼继罷罢義义習习聯联職职聽听脅胁膽胆臨临臺台舊旧莊庄華华萬万葉叶蓋盖薦荐藍蓝蘇苏蘭兰虛虚蟲虫衛卫衝冲裝装製制複复襲袭見见覺觉覽览觀观觸触計计討讨託托許许詞词' +
  '試试誠诚諒谅諾诺謊谎謹谨譽誉豬猪責责賊贼賺赚贏赢趙赵躍跃蹤踪軌轨較较載载輪轮輸输轎轿辭辞遞递選选鄭郑醜丑釘钉鈔钞鋪铺錯错鍵键鑰钥閃闪閒闲閱阅閣阁闖闯隕陨頒颁頗颇額额類类飯饭飽饱騷骚髮发鬥斗魚鱼鳥鸟鹽盐黨党訟讼於于沒没並并腫肿' +
  '畢毕燒烧爭争擺摆攤摊煩烦綁绑隻只遊游戀恋墜坠滾滚壩坝樁桩陽阳圓圆淨净週周係系繫系擲掷衹只祇只曆历羣群勁劲勸劝喚唤嘗尝嘆叹墊垫壯壮夾夹奧奥妝妆姪侄嬰婴寧宁寶宝尋寻屢屡島岛幣币幟帜張张彎弯徑径復复慘惨慣惯憤愤懷怀懶懒拋抛捨舍掃扫' +
  '採采揮挥損损搖摇搗捣撓挠撥拨撲扑撿捡擠挤擬拟攏拢敘叙斬斩晝昼暫暂棄弃棟栋棧栈樸朴檯台櫃柜欄栏歐欧殼壳涼凉淚泪淺浅湧涌溝沟滯滞潛潜潤润澆浇濃浓濱滨瀏浏爐炉爛烂牆墙狀状猶犹琺珐瓊琼甕瓮畝亩異异瘡疮瘓痪癢痒癮瘾皚皑盤盘瞞瞒矚瞩礙碍' +
  '祕秘稱称穀谷竄窜竅窍筍笋籌筹粵粤糞粪紙纸紛纷紮扎絲丝綜综綱纲綿绵締缔緝缉縮缩繪绘羅罗聰聪腎肾腦脑腳脚臉脸艙舱艱艰荊荆蔣蒋蕭萧薩萨蘆芦術术衆众眾众褲裤訓训訣诀詛诅誇夸誣诬誘诱誹诽諧谐謠谣豎竖貞贞販贩貫贯貳贰賓宾賜赐賢贤賦赋賽赛' +
  '贈赠贊赞贖赎蹺跷軟软軸轴輿舆轟轰辯辩辮辫運运遙遥邏逻郵邮鄒邹醞酝釀酿釣钓鈴铃鉛铅鉤钩鋼钢錘锤鍋锅鏈链鐘钟鑽钻閘闸闆板闊阔階阶陰阴隸隶雞鸡霧雾靈灵韓韩響响頸颈顛颠飄飘飼饲餅饼餓饿餵喂馬马駐驻駁驳驅驱驟骤骯肮髏髅鬆松鬍胡鬱郁魯鲁' +
  '鮑鲍鴨鸭麥麦麵面龐庞龜龟';

const toSimplified = new Map<string, string>();
const pairs = [...TRADITIONAL];
for (let index = 0; index + 1 < pairs.length; index += 2) {
  const traditional = pairs[index];
  const simplified = pairs[index + 1];
  if (traditional !== undefined && simplified !== undefined && traditional !== simplified) {
    toSimplified.set(traditional, simplified);
  }
}
const traditionalClass = new RegExp(`[${[...toSimplified.keys()].join('')}]`, 'gu');
/** White space, controls, zero-width and direction marks, variation selectors: nothing a word contains. */
const invisible = /(?:[\s\p{Cc}\p{Cf}\p{Variation_Selector}]|\u034F|\u115F|\u1160|\u3164)+/gu;

/**
 * Brings spellings together: NFKC (full-width to half-width, compatibility forms), invisible characters and white
 * space removed, lower case, traditional characters of the rules' words to simplified ones.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .toLowerCase()
    .replace(traditionalClass, (character) => toSimplified.get(character) ?? character);
}

interface Node<T> {
  /** By UTF-16 code unit. */
  readonly next: Map<number, Node<T>>;
  values?: T[];
}

/** Words compiled for scanning; each carries what it stands for. */
export interface Lexicon<T> {
  readonly root: Node<T>;
  readonly size: number;
}

/** A word found: where it stands in the normalised text and all that it stands for. */
export interface Hit<T> {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly values: readonly T[];
}

/** Compiles words, normalised first; a word given twice stands for both values. */
export function compileWords<T>(entries: Iterable<readonly [word: string, value: T]>): Lexicon<T> {
  const root: Node<T> = { next: new Map() };
  let size = 0;
  for (const [word, value] of entries) {
    let node = root;
    const letters = normaliseText(word);
    if (letters === '') continue;
    for (let index = 0; index < letters.length; index += 1) {
      const letter = letters.charCodeAt(index);
      const next: Node<T> = node.next.get(letter) ?? { next: new Map() };
      node.next.set(letter, next);
      node = next;
    }
    if (node.values === undefined) size += 1;
    node.values = [...(node.values ?? []), value];
  }
  return { root, size };
}

/**
 * Finds words in normalised text: the longest at each position, none that lies inside another one found. A longer
 * harmless word (跳楼价) therefore hides a shorter one (跳楼). Time is text length × longest word at worst.
 */
export function scanWords<T>(lexicon: Lexicon<T>, text: string): Hit<T>[] {
  const hits: Hit<T>[] = [];
  const first = lexicon.root.next;
  let covered = 0;
  for (let start = 0; start < text.length; start += 1) {
    let node = first.get(text.charCodeAt(start));
    if (node === undefined) continue;
    let end = start + 1;
    let foundEnd = 0;
    let values: readonly T[] | undefined;
    while (node !== undefined) {
      if (node.values !== undefined) {
        foundEnd = end;
        values = node.values;
      }
      // Past the end of the text `charCodeAt` is NaN, which no word contains.
      node = node.next.get(text.charCodeAt(end));
      end += 1;
    }
    if (values !== undefined && foundEnd > covered) {
      covered = foundEnd;
      hits.push({ word: text.slice(start, foundEnd), start, end: foundEnd, values });
    }
  }
  return hits;
}
