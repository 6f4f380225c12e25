// Made by scripts/gen-kernels.ts of src/kernels/sort.ts.
export const argSort = `func @kernel.argSort(%: mem<f64>, %: mem<f64>, %: i32, %: i32, %: i32, %: i32) -> () disjoint {
% = const i32 0
% = alloc mem<f64> %4
% = const bool 0
% = alloc mem<i32> %6
% = alloc mem<i32> %7
% = const f64 0
% = const f64 8
%, % = for {step: 1} %8, %12, %5, %4 { (%: i32, %: mem<i32>, %: mem<i32>)
% = mul %3, %15
% = mul %1, %15
%, % = for {step: 1} %15, %17, %5, %4 { (%: i32, %: mem<i32>, %: mem<i32>)
% = add %6, %3
%, % = for {step: 1} %21, %24, %16, %21 { (%: i32, %: f64, %: i32)
% = mul %3, %27
% = add %7, %1
% = load %33, %1
% = eq %1, %1
%, % = if %2 {
% = gt %32, %31
% = if %1 {
% = neg %6
yield %0
} {
yield %6
}
store %32, %11, %1
store %16, %9, %11
% = const f64 1
% = add %12, %1
% = const i32 1
% = add %13, %1
yield %2, %0
} {
yield %14, %13
}
yield %8, %7
}
% = for {step: 1} %38, %41, %18 { (%: i32, %: f64)
% = to_f64 %2
% = mul %3, %44
% = add %24, %1
% = load %50, %1
% = ne %1, %1
% = if %1 {
% = clamp_i32 %7
% = mul %1, %50
% = add %30, %1
store %54, %0, %8
% = const f64 1
% = add %11, %1
yield %0
} {
yield %11
}
yield %5
}
% = loop %47 { (%: f64)
% = lt %1, %34
% = if %1 {
% = add %3, %50
% = min %1, %37
% = const f64 1
% = add %6, %1
% = loop %1 { (%: f64)
% = lt %1, %5
% = if %1 {
% = clamp_i32 %3
% = load %48, %1
% = load %65, %1
% = sub %6, %9
% = loop %1 { (%: f64)
% = ge %1, %17
% = if %1 {
% = clamp_i32 %3
% = load %56, %1
% = load %73, %1
% = gt %1, %9
yield %0
} {
yield %73
}
% = if %5 {
% = clamp_i32 %8
% = const i32 1
% = add %2, %1
% = load %63, %3
store %63, %1, %0
% = sub %12, %23
yield %0
} {
yield %12
}
yield %10, %5
}
% = clamp_i32 %14
% = const i32 1
% = add %2, %1
store %67, %0, %19
% = add %24, %27
yield %0
} {
yield %24
}
yield %23, %22
}
yield %29
} {
yield %32
}
yield %31, %30
}
%, %, % = loop %82, %71, %70 { (%: f64, %: mem<i32>, %: mem<i32>)
% = lt %3, %72
%, %, % = if %3 {
% = loop %91 { (%: f64)
% = lt %1, %78
% = if %1 {
% = add %3, %11
% = min %1, %81
% = const f64 2
% = mul %1, %14
% = add %7, %1
% = min %1, %85
%, %, % = loop %11, %11, %7 { (%: f64, %: f64, %: f64)
% = lt %3, %7
%, %, % = if %3 {
% = lt %6, %15
% = if %1 {
% = lt %7, %13
yield %0
} {
yield %116
}
% = if %2 {
% = clamp_i32 %10
% = load %31, %1
% = load %121, %1
% = clamp_i32 %12
% = load %34, %1
% = load %124, %1
% = le %4, %1
yield %0
} {
yield %10
}
% = if %8 {
% = clamp_i32 %18
% = load %39, %1
yield %0
} {
% = clamp_i32 %19
% = load %41, %1
yield %0
}
% = clamp_i32 %23
store %41, %0, %5
%, % = if %15 {
% = const f64 1
% = add %26, %1
yield %0, %25
} {
% = const f64 1
% = add %27, %1
yield %28, %0
}
% = const f64 1
% = add %31, %1
yield %7, %6, %0
} {
yield %30, %29, %31
}
yield %28, %25, %27, %26
}
yield %36
} {
yield %43
}
yield %42, %41
}
% = const f64 2
% = mul %53, %1
yield %51, %52, %0
} {
yield %52, %51, %53
}
yield %50, %47, %49, %48
}
for {step: 1} %142, %121 { (%: i32)
% = mul %1, %146
% = add %126, %1
% = load %59, %3
% = to_f64 %1
store %152, %2, %0
yield
}
yield %60, %59
}
yield %133, %132
}
return
}
`;
