// Made by scripts/gen-kernels.ts of src/kernels/determinant.ts.
export const cofactor1 = `func @kernel.cofactor1(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = to_f64 %1
% = mul %2, %2
% = const i32 0
% = alloc mem<f64> %2
% = const bool 0
% = alloc mem<f64> %4
% = const f64 2
% = const i32 2
% = mul %1, %9
% = mul %1, %10
% = add %1, %11
% = alloc mem<f64> %1
% = alloc mem<f64> %11
% = alloc mem<f64> %12
% = alloc mem<f64> %13
% = alloc mem<f64> %14
% = const bool 1
% = const f64 0
% = add %17, %19
% = const f64 60
% = const i32 1
% = const f64 1e-150
% = const f64 1
% = add %24, %3
% = mul %25, %1
for {step: 1} %22, %26 { (%: i32)
% = mul %1, %27
% = mul %1, %28
for {step: 1} %25, %26 { (%: i32)
% = add %2, %1
% = load %35, %1
store %27, %2, %0
% = load %35, %2
store %26, %3, %0
yield
}
% = alloc mem<f64> %31
% = alloc mem<f64> %32
% = alloc mem<f64> %35
% = for {step: 1} %33, %34, %18 { (%: i32, %: f64)
% = load %35, %2
% = abs %1
% = gt %1, %3
% = if %1 {
yield %25
} {
% = ne %3, %3
yield %0
}
% = select %2, %4, %6
yield %0
}
% = eq %9, %27
% = if %1 {
yield %1
} {
% = const f64 1e-100
% = gt %12, %1
% = if %1 {
% = const f64 1e+100
% = lt %15, %1
yield %0
} {
yield %3
}
yield %2
}
% = if %6 {
yield %29
} {
% = const f64 Infinity
% = lt %18, %1
% = if %1 {
yield %19
} {
% = const f64 NaN
yield %0
}
yield %1
}
% = ne %5, %5
for {step: 1} %54, %57 { (%: i32)
% = mul %1, %59
for {step: 1} %56, %59 { (%: i32)
% = add %2, %1
% = mul %2, %62
% = add %1, %5
% = load %60, %1
% = div %1, %13
store %32, %4, %0
yield
}
for {step: 1} %62, %65 { (%: i32)
% = add %8, %1
% = if %11 {
% = const f64 NaN
yield %0
} {
% = eq %4, %12
% = select %1, %48, %53
yield %0
}
store %37, %4, %3
yield
}
yield
}
% = loop %52 { (%: f64)
% = gt %1, %56
% = if %1 {
% = sqrt %75
% = const f64 2.3e-16
% = mul %1, %2
%, % = loop %62, %62 { (%: f64, %: f64)
% = add %2, %60
% = lt %1, %83
%, % = if %2 {
%, % = loop %5, %6 { (%: f64, %: f64)
% = lt %2, %90
%, % = if %2 {
% = clamp_i32 %13
% = mul %1, %95
% = clamp_i32 %7
% = mul %1, %97
%, %, % = for {step: 1} %97, %100, %82, %82, %82 { (%: i32, %: f64, %: f64, %: f64)
% = add %10, %4
% = load %73, %1
% = add %10, %6
% = load %75, %1
% = mul %3, %3
% = add %8, %1
% = mul %3, %3
% = add %9, %1
% = mul %7, %5
% = add %10, %1
yield %4, %2, %0
}
% = abs %15
% = sqrt %18
% = mul %39, %1
% = sqrt %19
% = mul %2, %1
% = gt %5, %1
% = if %1 {
yield %116
} {
% = lt %24, %23
% = not %1
yield %0
}
% = if %3 {
yield %34
} {
%, %, % = if %7 {
% = add %38, %105
% = sub %30, %31
% = mul %123, %30
% = div %2, %1
% = abs %1
% = mul %2, %2
% = add %111, %1
% = sqrt %1
% = add %4, %1
% = div %114, %1
% = lt %7, %120
% = if %1 {
% = neg %3
yield %0
} {
yield %3
}
% = mul %2, %2
% = add %119, %1
% = sqrt %1
% = div %121, %1
% = mul %1, %6
% = lt %48, %47
%, % = if %2 {
% = neg %5
yield %4, %0
} {
yield %5, %4
}
yield %21, %2, %1
} {
yield %59, %131, %126
}
for {step: 1} %146, %149 { (%: i32)
% = add %56, %1
% = load %119, %1
% = add %56, %3
% = load %121, %1
% = mul %29, %3
% = mul %29, %2
% = sub %2, %1
store %124, %6, %0
% = mul %31, %6
% = mul %33, %5
% = add %2, %1
store %127, %7, %0
yield
}
for {step: 1} %157, %160 { (%: i32)
% = add %67, %1
% = load %129, %1
% = add %67, %3
% = load %131, %1
% = mul %40, %3
% = mul %40, %2
% = sub %2, %1
store %134, %6, %0
% = mul %42, %6
% = mul %44, %5
% = add %2, %1
store %137, %7, %0
yield
}
yield %46
}
% = add %83, %149
yield %48, %0
} {
yield %82, %83
}
yield %81, %79, %80
}
yield %84, %89
} {
yield %90, %91
}
yield %88, %86, %87
}
% = gt %93, %155
yield %0
} {
yield %168
}
% = if %99 {
% = sub %102, %152
yield %0
} {
yield %102
}
yield %100, %1
}
for {step: 1} %172, %175 { (%: i32)
% = mul %1, %177
% = for {step: 1} %175, %178, %160 { (%: i32, %: f64)
% = add %4, %2
% = load %149, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
store %150, %9, %0
yield
}
for {step: 1} %182, %185 { (%: i32)
% = add %1, %166
%, % = for {step: 1} %2, %189, %3, %3 { (%: i32, %: i32, %: i32)
% = load %158, %3
% = load %159, %3
% = gt %2, %1
% = select %1, %6, %5
% = select %2, %7, %5
yield %1, %0
}
% = ne %10, %12
if %0 {
% = load %164, %13
% = load %165, %12
store %165, %14, %0
store %165, %12, %1
% = mul %15, %201
% = mul %13, %202
for {step: 1} %199, %202 { (%: i32)
% = add %3, %1
% = load %172, %1
% = add %4, %3
% = load %174, %1
store %174, %3, %0
store %174, %1, %2
yield
}
for {step: 1} %204, %207 { (%: i32)
% = add %8, %1
% = load %176, %1
% = add %9, %3
% = load %178, %1
store %178, %3, %0
store %178, %1, %2
yield
}
yield
} {
yield
}
% = load %178, %27
% = lt %1, %192
% = mul %29, %215
if %1 {
store %180, %29, %197
% = const f64 Infinity
%, % = for {step: 1} %215, %218, %2, %200 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = for {step: 1} %220, %37, %205 { (%: i32, %: f64)
% = mul %2, %226
% = add %1, %8
% = load %195, %1
% = mul %1, %1
% = add %5, %1
yield %0
}
% = lt %8, %11
% = select %1, %9, %12
% = select %2, %11, %12
yield %1, %0
}
for {step: 1} %230, %233 { (%: i32)
% = to_f64 %1
% = add %21, %2
% = eq %2, %19
% = select %1, %215, %220
store %205, %2, %0
yield
}
for {step: 1} %235, %230 { (%: i32)
for {step: 1} %236, %53 { (%: i32)
% = mul %1, %241
% = for {step: 1} %239, %242, %224 { (%: i32, %: f64)
% = add %4, %2
% = load %213, %1
% = add %32, %4
% = load %215, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
for {step: 1} %247, %250 { (%: i32)
% = add %37, %1
% = load %220, %1
% = add %13, %3
% = load %222, %1
% = mul %14, %1
% = sub %4, %1
store %224, %5, %0
yield
}
yield
}
% = for {step: 1} %255, %258, %240 { (%: i32, %: f64)
% = add %46, %2
% = load %229, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
for {step: 1} %262, %265 { (%: i32)
% = add %52, %1
% = load %235, %1
% = div %1, %4
store %236, %2, %0
yield
}
yield
}
yield
} {
for {step: 1} %266, %269 { (%: i32)
% = add %56, %1
% = load %239, %1
% = div %1, %60
store %240, %2, %0
yield
}
yield
}
yield
}
for {step: 1} %270, %273 { (%: i32)
% = mul %1, %275
% = for {step: 1} %273, %276, %258 { (%: i32, %: f64)
% = add %4, %2
% = load %247, %1
% = abs %1
% = max %4, %1
yield %0
}
%, %, % = loop %267, %267, %280 { (%: f64, %: f64, %: bool)
% = lt %3, %288
%, %, %, % = if %4 {
% = clamp_i32 %8
% = add %20, %1
% = load %263, %1
% = abs %1
% = const f64 0.999999999999
% = mul %23, %1
% = ge %3, %1
% = if %1 {
% = lt %6, %284
% = if %1 {
% = const f64 -1
yield %0
} {
yield %281
}
yield %1
} {
yield %286
}
% = not %5
% = if %6 {
yield %20
} {
% = add %21, %284
yield %0
}
yield %2, %6, %1, %7
} {
yield %302, %289, %21, %302
}
yield %17, %15, %16, %14
}
% = select %23, %24, %285
% = add %307, %35
% = load %275, %36
% = mul %1, %259
store %299, %2, %0
for {step: 1} %308, %311 { (%: i32)
% = mul %1, %313
% = add %1, %40
% = add %40, %3
% = load %283, %1
% = mul %9, %1
store %305, %3, %0
yield
}
% = add %299, %43
for {step: 1} %315, %318 { (%: i32)
% = add %2, %1
% = add %46, %2
% = load %288, %1
% = mul %15, %1
store %311, %3, %0
yield
}
yield
}
for {step: 1} %320, %321 { (%: i32)
% = load %313, %1
store %292, %1, %0
yield
}
% = alloc mem<f64> %301
for {step: 1} %323, %324 { (%: i32)
% = load %295, %1
store %294, %1, %0
yield
}
for {step: 1} %325, %326 { (%: i32)
% = load %296, %1
store %4, %1, %0
yield
}
for {step: 1} %327, %330 { (%: i32)
% = to_f64 %1
% = add %331, %2
store %7, %0, %1
yield
}
for {step: 1} %330, %333 { (%: i32)
% = mul %1, %335
% = add %1, %2
% = load %11, %1
% = abs %1
% = add %5, %318
%, % = for {step: 1} %2, %341, %3, %7 { (%: i32, %: f64, %: i32)
% = mul %3, %345
% = add %1, %12
% = load %21, %1
% = abs %1
% = gt %1, %6
% = select %1, %2, %7
% = select %2, %9, %7
yield %1, %0
}
% = ne %11, %18
if %0 {
% = mul %12, %353
for {step: 1} %350, %353 { (%: i32)
% = add %20, %1
% = load %30, %1
% = add %4, %3
% = load %32, %1
store %32, %3, %0
store %32, %1, %2
yield
}
% = add %357, %25
% = load %34, %1
% = add %359, %20
% = load %36, %1
store %36, %3, %0
store %36, %1, %2
yield
} {
yield
}
% = load %37, %27
% = ne %1, %346
if %0 {
for {step: 1} %25, %364 { (%: i32)
% = mul %1, %366
% = add %1, %33
% = load %42, %1
% = div %1, %6
store %43, %2, %0
for {step: 1} %30, %369 { (%: i32)
% = add %5, %1
% = load %46, %1
% = add %38, %3
% = load %48, %1
% = mul %6, %1
% = sub %4, %1
store %50, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
% = for {step: 1} %374, %377, %354 { (%: i32, %: f64)
% = mul %2, %380
% = add %1, %3
% = load %56, %1
% = mul %4, %1
yield %0
}
for {step: 1} %380, %383 { (%: i32)
% = add %383, %1
% = load %60, %1
store %351, %2, %0
yield
}
% = for {step: 1} %384, %387, %10 { (%: i32, %: f64)
% = to_f64 %2
% = loop %2 { (%: f64)
% = load %358, %5
% = ne %1, %4
% = if %1 {
% = clamp_i32 %3
% = load %362, %1
store %362, %9, %0
store %362, %1, %4
% = neg %6
yield %0
} {
yield %6
}
yield %4, %3
}
yield %7
}
for {step: 1} %395, %396 { (%: i32)
% = add %381, %1
% = load %389, %1
store %368, %2, %0
yield
}
% = alloc mem<f64> %377
for {step: 1} %399, %400 { (%: i32)
% = load %371, %1
store %370, %1, %0
yield
}
for {step: 1} %401, %402 { (%: i32)
% = load %372, %1
store %4, %1, %0
yield
}
for {step: 1} %403, %406 { (%: i32)
% = to_f64 %1
% = add %407, %2
store %7, %0, %1
yield
}
for {step: 1} %406, %409 { (%: i32)
% = mul %1, %411
% = add %1, %2
% = load %11, %1
% = abs %1
% = add %5, %394
%, % = for {step: 1} %2, %417, %3, %7 { (%: i32, %: f64, %: i32)
% = mul %3, %421
% = add %1, %12
% = load %21, %1
% = abs %1
% = gt %1, %6
% = select %1, %2, %7
% = select %2, %9, %7
yield %1, %0
}
% = ne %11, %18
if %0 {
% = mul %12, %429
for {step: 1} %426, %429 { (%: i32)
% = add %20, %1
% = load %30, %1
% = add %4, %3
% = load %32, %1
store %32, %3, %0
store %32, %1, %2
yield
}
% = add %433, %25
% = load %34, %1
% = add %435, %20
% = load %36, %1
store %36, %3, %0
store %36, %1, %2
yield
} {
yield
}
% = load %37, %27
% = ne %1, %422
if %0 {
for {step: 1} %25, %440 { (%: i32)
% = mul %1, %442
% = add %1, %33
% = load %42, %1
% = div %1, %6
store %43, %2, %0
for {step: 1} %30, %445 { (%: i32)
% = add %5, %1
% = load %46, %1
% = add %38, %3
% = load %48, %1
% = mul %6, %1
% = sub %4, %1
store %50, %5, %0
yield
}
yield
}
yield
} {
yield
}
yield
}
% = for {step: 1} %450, %453, %430 { (%: i32, %: f64)
% = mul %2, %456
% = add %1, %3
% = load %56, %1
% = mul %4, %1
yield %0
}
for {step: 1} %456, %459 { (%: i32)
% = add %459, %1
% = load %60, %1
store %427, %2, %0
yield
}
% = for {step: 1} %460, %463, %10 { (%: i32, %: f64)
% = to_f64 %2
% = loop %2 { (%: f64)
% = load %434, %5
% = ne %1, %4
% = if %1 {
% = clamp_i32 %3
% = load %438, %1
store %438, %9, %0
store %438, %1, %4
% = neg %6
yield %0
} {
yield %6
}
yield %4, %3
}
yield %7
}
% = mul %88, %12
% = lt %1, %458
% = if %1 {
% = const f64 -1
yield %0
} {
yield %455
}
for {step: 1} %475, %478 { (%: i32)
% = mul %1, %480
% = add %462, %1
for {step: 1} %478, %481 { (%: i32)
% = add %3, %1
% = load %472, %1
store %471, %1, %0
% = add %4, %3
% = load %474, %1
store %472, %3, %0
% = mul %5, %487
% = add %1, %9
store %473, %0, %2
store %472, %5, %470
yield
}
yield
}
% = alloc mem<f64> %487
for {step: 1} %486, %489 { (%: i32)
% = mul %1, %491
for {step: 1} %488, %491 { (%: i32)
% = mul %1, %493
% = add %1, %4
% = load %482, %1
for {step: 1} %492, %495 { (%: i32)
% = add %6, %1
% = load %9, %1
% = add %6, %3
% = load %494, %1
% = mul %6, %1
% = add %4, %1
store %13, %5, %0
yield
}
yield
}
yield
}
% = alloc mem<f64> %501
for {step: 1} %500, %503 { (%: i32)
% = mul %1, %505
for {step: 1} %502, %505 { (%: i32)
% = add %2, %1
% = load %19, %1
% = mul %3, %509
for {step: 1} %506, %509 { (%: i32)
% = add %6, %1
% = load %9, %1
% = add %4, %3
% = load %499, %1
% = mul %7, %1
% = add %4, %1
store %13, %5, %0
yield
}
yield
}
yield
}
for {step: 1} %513, %516 { (%: i32)
% = mul %1, %518
% = add %1, %2
% = lt %517, %3
if %0 {
% = load %18, %2
for {step: 1} %518, %4 { (%: i32)
% = for {step: 1} %520, %523, %46 { (%: i32, %: f64)
% = ne %2, %9
% = if %1 {
% = ne %4, %6
yield %0
} {
yield %523
}
% = if %2 {
% = add %528, %6
% = load %519, %1
% = mul %7, %1
yield %0
} {
yield %7
}
yield %3
}
% = add %15, %11
% = neg %11
% = mul %13, %535
% = add %1, %19
% = load %34, %1
% = mul %4, %1
store %522, %5, %0
% = load %36, %6
% = mul %6, %1
store %524, %4, %0
% = load %525, %22
% = add %7, %20
% = load %40, %1
% = mul %21, %1
% = add %4, %1
store %529, %26, %0
% = load %530, %4
% = mul %24, %26
% = add %2, %1
store %532, %6, %0
yield
}
yield
} {
yield
}
yield
}
% = alloc mem<f64> %547
for {step: 1} %546, %549 { (%: i32)
% = mul %1, %551
for {step: 1} %548, %551 { (%: i32)
% = add %2, %1
% = load %541, %1
% = mul %3, %555
for {step: 1} %552, %555 { (%: i32)
% = add %6, %1
% = load %9, %1
% = add %4, %3
% = load %544, %1
% = mul %7, %1
% = add %4, %1
store %13, %5, %0
yield
}
yield
}
yield
}
% = alloc mem<f64> %561
for {step: 1} %560, %563 { (%: i32)
% = mul %1, %565
for {step: 1} %562, %565 { (%: i32)
% = add %2, %1
% = load %19, %1
% = mul %3, %569
for {step: 1} %566, %569 { (%: i32)
% = add %6, %1
% = load %9, %1
% = add %4, %3
% = load %560, %1
% = mul %7, %1
% = add %4, %1
store %13, %5, %0
yield
}
yield
}
yield
}
for {step: 1} %573, %574 { (%: i32)
% = add %550, %1
% = load %16, %2
store %581, %1, %0
yield
}
yield
}
return
}
`;
